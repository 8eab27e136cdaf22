// Registers <front-desk>. The element itself (element.js) has no side effects.
import { FrontDesk } from './element.js';
import { practice } from './practice.js';

FrontDesk.practice = practice;
FrontDesk.desk = import.meta.url.replace(/widget\/.*$/, '');
if (!customElements.get('front-desk')) customElements.define('front-desk', FrontDesk);
