// Registers <front-desk>. The element itself (element.js) has no side effects.
import { FrontDesk } from './element.js';
import { practice } from './practice.js';
// Named here only so that the browser fetches all of them at once.
import './chat.js';
import './contrast.js';
import './conversation.js';
import './dom.js';
import './message.js';
import './panel.js';
import './storage.js';
import './styles.js';
import './times.js';
import './wording.js';

FrontDesk.practice = practice;
FrontDesk.desk = import.meta.url.replace(/widget\/.*$/, '');
if (!customElements.get('front-desk')) customElements.define('front-desk', FrontDesk);
