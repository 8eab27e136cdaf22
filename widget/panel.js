// The panel: header, notices, messages, composer. Draws what the conversation holds and hands back what was done.
import { button, h, redraw } from './dom.js';
import { Footer } from './footer.js';
import { callLinks, choicesElement, messageElement, unsentElement } from './message.js';
import { languageOf, words } from './wording.js';

const LIMIT = 2000;
const SLOW = 30_000;

export class Panel {
  #conversation;
  #practice;
  #desk;
  #parts = {};
  #drawn = new Map();
  #working;
  #slow;
  #footer;

  constructor(conversation, practice, desk, close) {
    this.#conversation = conversation;
    this.#practice = practice;
    this.#desk = desk;
    this.#footer = new Footer(conversation, practice, (receipt) => this.#confirmErased(receipt));
    this.element = this.#build(close);
    this.draw();
  }

  /** The client begins to write: the composer takes the keys. */
  focus() {
    this.#parts.input.focus();
  }

  /** Bring the page in line with the conversation. */
  draw() {
    const { log } = this.#parts;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    const newest = this.#parts.messages.lastElementChild;
    this.#drawHeader();
    this.#drawAlerts();
    this.#drawMessages();
    this.#drawUnsent();
    this.#drawStatus();
    if (atEnd) this.scrollToEnd(newest);
  }

  /** Show the end, but never so far that what came after `element` begins above the view. */
  scrollToEnd(element = null) {
    const { log } = this.#parts;
    const first = element?.isConnected && element.nextElementSibling;
    const start = first && !first.hidden ? first.offsetTop - log.offsetTop - 12 : Infinity;
    log.scrollTop = Math.min(log.scrollHeight, Math.max(start, log.scrollTop));
  }

  #build(close) {
    const parts = this.#parts;
    const { name, demonstration } = this.#practice;
    parts.who = h('p', { class: 'small' });
    parts.notice = h('p', { class: 'small notice' });
    parts.alert = h('div', { class: 'alert', role: 'alert', tabindex: '0' });
    parts.calls = h('div', { class: 'choices' });
    parts.pinned = h('div', { class: 'pinned', hidden: true }, parts.alert, parts.calls);
    parts.messages = h('div', { class: 'messages' });
    parts.unsent = h('div', { class: 'messages' });
    parts.log = h('div', { class: 'log', role: 'log', 'aria-label': 'Conversation', tabindex: '0' }, parts.messages, parts.unsent);
    parts.status = h('p', { class: 'small status', role: 'status' });
    parts.trouble = h('div', { class: 'trouble caution', role: 'status' });
    return h(
      'dialog',
      { class: 'panel', id: 'panel', 'aria-labelledby': 'title' },
      h(
        'div',
        { class: 'top' },
        h('div', {}, h('h2', { id: 'title' }, name), parts.who),
        button(words.close, close, { class: 'quiet' }),
      ),
      parts.notice,
      demonstration && h('p', { class: 'small caution' }, words.demonstration),
      parts.pinned,
      parts.log,
      parts.status,
      parts.trouble,
      this.#composer(),
      this.#footer.element,
    );
  }

  #composer() {
    const parts = this.#parts;
    parts.input = h('textarea', {
      rows: 1,
      'aria-label': 'Your message',
      placeholder: words.placeholder,
      oninput: () => this.#measure(),
      onkeydown: (event) => this.#key(event),
    });
    parts.left = h('p', { class: 'small left', role: 'status' });
    const submit = (event) => {
      event.preventDefault();
      this.#send();
    };
    return h(
      'form',
      { class: 'composer', onsubmit: submit },
      parts.input,
      h('button', { class: 'primary' }, words.send),
      parts.left,
    );
  }

  #key(event) {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const { input } = this.#parts;
    const text = input.value.trim();
    if (!text || text.length > LIMIT) return;
    input.value = '';
    this.#measure();
    this.#say({ text });
  }

  #say(message) {
    this.#parts.erased?.remove();
    this.#conversation.say(message);
    this.scrollToEnd();
  }

  #measure() {
    const { input, left } = this.#parts;
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight + 2, 132)}px`;
    const room = LIMIT - input.value.trim().length;
    redraw(left, room > 200 ? '' : room < 0 ? `${-room} characters too many` : `${room} characters left`);
  }

  #drawHeader() {
    const { who, notice } = this.#parts;
    const therapist = this.#conversation.mode === 'therapist';
    redraw(who, therapist ? `${this.#practice.therapist} is answering` : 'The assistant is answering');
    redraw(notice, therapist ? words.emergency : `${words.automated} ${words.emergency}`);
  }

  // Pinned above the messages, whole, until the client says that they were read.
  #drawAlerts() {
    const { alerts } = this.#conversation;
    const { pinned, alert, calls, notice } = this.#parts;
    const texts = [...new Set(alerts.map(({ text }) => text))];
    const now = texts.join('\n');
    pinned.hidden = !now;
    // On a small screen everything else makes room for it.
    notice.hidden = this.#footer.element.hidden = Boolean(now);
    redraw(alert, now, () => texts.map((text) => h('p', { lang: languageOf(text) }, text)));
    redraw(calls, now, () => [...callLinks(now), button(words.read, () => this.#acknowledge())]);
  }

  #acknowledge() {
    this.#conversation.acknowledge();
    this.focus();
  }

  #drawMessages() {
    const { messages, unsent, alerts } = this.#conversation;
    const said = messages.length ? messages : [{ seq: 0, from: 'assistant', kind: 'greeting', text: this.#practice.greeting }];
    const lastOwn = unsent.some((message) => !message.refused) ? Infinity : (said.findLast(({ from }) => from === 'client')?.seq ?? -1);
    const pinned = new Set(alerts.map(({ seq }) => seq));
    const wanted = new Set(said.map(({ seq }) => seq));
    for (const [seq, drawn] of this.#drawn) {
      if (wanted.has(seq)) continue;
      drawn.remove();
      this.#drawn.delete(seq);
    }
    let before = null;
    for (const message of said) {
      before = this.#drawMessage(message, before, pinned.has(message.seq), message.seq > lastOwn);
    }
  }

  // Keeps what is drawn already, so that a screen reader hears every message once; returns the element.
  #drawMessage(message, before, pinned, open) {
    let element = this.#drawn.get(message.seq);
    if (!element) {
      element = messageElement(message, { practice: this.#practice, desk: this.#desk, now: new Date() });
      this.#drawn.set(message.seq, element);
      if (before) before.after(element);
      else this.#parts.messages.prepend(element);
    }
    element.hidden = pinned;
    const offer = element.querySelector('.offer');
    if (!open) this.#withdrawOffer(offer);
    else if (!offer && message.choices?.length) element.append(choicesElement(message, (choice) => this.#choose(choice)));
    return element;
  }

  // The button that had the focus goes; the log takes it, so that the next options are one Tab away.
  #withdrawOffer(offer) {
    if (offer?.contains(offer.getRootNode().activeElement)) this.#parts.log.focus();
    offer?.remove();
  }

  #choose({ id, title }) {
    this.#say({ choice: id, title });
  }

  #drawUnsent() {
    const lost = this.#conversation.line === 'lost';
    const key = (message) => `${message.id} ${message.refused ?? ''} ${lost}`;
    const wanted = this.#conversation.unsent;
    const element = (message) => unsentElement(message, lost, (again) => this.#edit(again));
    redraw(this.#parts.unsent, wanted.map(key).join(), () => wanted.map(element));
  }

  #edit(message) {
    this.#parts.input.value = this.#conversation.withdraw(message).text ?? '';
    this.#measure();
    this.focus();
  }

  #drawStatus() {
    const conversation = this.#conversation;
    this.#drawWorking(conversation.awaiting && conversation.line === 'live');
    const trouble = this.#trouble();
    redraw(this.#parts.trouble, trouble, () => [trouble && h('p', {}, trouble), this.#phone()]);
    this.#footer.draw();
  }

  #drawWorking(working) {
    if (working === this.#working) return;
    this.#working = working;
    clearTimeout(this.#slow);
    const { status } = this.#parts;
    redraw(status, working ? words.working : '');
    if (working) this.#slow = setTimeout(() => redraw(status, words.slow), SLOW);
  }

  #trouble() {
    const { line, limitedUntil, renewed } = this.#conversation;
    if (!navigator.onLine) return words.offline;
    if (line === 'lost') return words.unreachable;
    const seconds = Math.ceil((limitedUntil - Date.now()) / 1000);
    if (seconds > 0) return `${words.limited} in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
    return renewed ? words.gone : '';
  }

  #phone() {
    const { phone, phoneLink } = this.#practice;
    const lost = this.#conversation.line === 'lost';
    return lost && phone && h('a', { class: 'choice', href: phoneLink }, `Call ${phone}`);
  }

  #confirmErased(receipt) {
    const { erased_at: at, conversation_id: id } = receipt ?? {};
    const proof = id ? ` Receipt ${id.slice(0, 8)}, ${new Date(at).toLocaleString('en-US')}.` : '';
    this.#parts.erased?.remove();
    this.#parts.erased = h('p', { class: 'receipt', role: 'status' }, words.erased + proof);
    this.#parts.messages.before(this.#parts.erased);
    this.focus();
  }
}
