// <front-desk>: the launcher, the panel, and the conversation that both show. Its look is in styles.js.
import { Chat } from './chat.js';
import { Conversation } from './conversation.js';
import { readable } from './contrast.js';
import { button, h, redraw } from './dom.js';
import { Panel } from './panel.js';
import { Keep, browserArea } from './storage.js';
import { styles } from './styles.js';
import { words } from './wording.js';

const NARROW = '(max-width: 480px)';

export class FrontDesk extends HTMLElement {
  /** Facts of the practice: {name, therapist, phone, phoneLink, demonstration, greeting}. */
  static practice;
  /** The desk's address, with a slash at its end. */
  static desk;

  #conversation;
  #keep;
  #panel;
  #launcher;
  #theme;
  #leaving;

  connectedCallback() {
    if (!this.#conversation) this.#build();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    addEventListener('storage', (event) => this.#keep.owns(event.key) && this.#conversation.refresh(), { signal });
    addEventListener('online', () => this.#attend(), { signal });
    addEventListener('offline', () => this.#draw(), { signal });
    document.addEventListener('visibilitychange', () => this.#attend(), { signal });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#paint(), { signal });
    this.#paint();
    // What the client gave to be sent is sent, even after a reload in the middle of it.
    this.#conversation.flush();
    if (this.#keep.open && !matchMedia(NARROW).matches) this.open({ focus: false });
    this.#draw();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    this.#conversation.attentive = false;
    this.#conversation.rest();
  }

  /** Open the panel; on a narrow screen it takes the whole of it and the page behind is out of reach. */
  open({ focus = true } = {}) {
    if (this.#isOpen) return;
    this.#panel ??= this.#buildPanel();
    const dialog = this.#panel.element;
    // Set by its attribute, a dialog opens without taking the focus.
    if (!focus) dialog.open = true;
    else if (matchMedia(NARROW).matches) dialog.showModal();
    else dialog.show();
    this.#conversation.attentive = true;
    this.#conversation.probe();
    this.#attend();
    this.#panel.scrollToEnd();
    if (focus) this.#panel.focus();
  }

  /** Close the panel; what is awaited is still listened for, nothing else. */
  close() {
    if (!this.#isOpen) return;
    this.#panel.element.close();
    this.#conversation.attentive = false;
    this.#draw();
    this.#launcher.focus();
  }

  #build() {
    const { desk } = this.constructor;
    this.#keep = new Keep(browserArea('localStorage'), browserArea('sessionStorage'), `front-desk ${desk}`);
    const exclusively = navigator.locks ? (work) => navigator.locks.request(`front-desk ${desk}`, work) : undefined;
    this.#conversation = new Conversation(new Chat(desk), this.#keep, { exclusively });
    this.#conversation.addEventListener('change', () => this.#draw());
    this.#launcher = button(words.launch, () => this.open(), { class: 'launcher primary', 'aria-haspopup': 'dialog' });
    this.#theme = new CSSStyleSheet();
    const look = new CSSStyleSheet();
    look.replaceSync(styles);
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [look, this.#theme];
    root.append(this.#launcher);
  }

  // Not before it is wanted: most visitors of a page never open it.
  #buildPanel() {
    const { practice, desk } = this.constructor;
    const panel = new Panel(this.#conversation, practice, desk, () => this.close());
    panel.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    panel.element.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    this.shadowRoot.append(panel.element);
    return panel;
  }

  get #isOpen() {
    return Boolean(this.#panel?.element.open);
  }

  #attend() {
    if (document.hidden) {
      this.#conversation.rest();
      return;
    }
    this.#conversation.wake();
    if (this.#isOpen || this.#conversation.awaiting) this.#conversation.listen();
    this.#draw();
  }

  #draw() {
    const open = this.#isOpen;
    this.#keep.open = open;
    if (open && !document.hidden) this.#conversation.markRead();
    this.#launcher.hidden = open;
    const { unread } = this.#conversation;
    redraw(this.#launcher, unread ? `${words.launch}: ${unread} unread` : words.launch);
    this.#panel?.draw();
  }

  // Takes the owner's accent and makes sure that text on it, and it on paper, can be read.
  #paint() {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const accent = this.#colour(getComputedStyle(this).getPropertyValue('--front-desk-accent').trim());
    const [text, end] = dark ? [[20, 32, 31], [255, 255, 255]] : [[255, 255, 255], [0, 0, 0]];
    this.#theme.replaceSync(accent ? `:host { --accent: rgb(${readable(accent, text, end).join(' ')}) }` : '');
  }

  // Any CSS colour as [red, green, blue]; null when there is none.
  #colour(value) {
    if (!CSS.supports('color', value)) return null;
    const context = h('canvas', { width: 1, height: 1 }).getContext('2d');
    context.fillStyle = value;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }
}
