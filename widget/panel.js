// The panel: header, notices, messages, composer. Draws what the conversation holds and hands back what was done.
import { button, h } from './dom.js';
import { callLinks, choicesElement, messageElement, unsentElement } from './message.js';
import { transcript, words } from './wording.js';

const LIMIT = 2000;
const SLOW = 30_000;

export class Panel {
  #conversation;
  #practice;
  #desk;
  #parts = {};
  #drawn = new Map();
  #waitingSince = 0;
  #slowTimer;

  constructor(conversation, practice, desk, close) {
    this.#conversation = conversation;
    this.#practice = practice;
    this.#desk = desk;
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
    parts.who = h('p', { class: 'who' });
    parts.notice = h('p', { class: 'notice' });
    parts.alert = h('div', { class: 'alert', role: 'alert', tabindex: '0' });
    parts.calls = h('div', { class: 'choices' });
    parts.pinned = h('div', { class: 'pinned', hidden: true }, parts.alert, parts.calls);
    parts.messages = h('div', { class: 'messages' });
    parts.unsent = h('div', { class: 'messages' });
    parts.log = h('div', { class: 'log', role: 'log', 'aria-label': 'Conversation', tabindex: '0' }, parts.messages, parts.unsent);
    parts.status = h('p', { class: 'status', role: 'status' });
    parts.trouble = h('div', { class: 'trouble', role: 'status' });
    parts.footer = h('div', { class: 'footer' });
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
      demonstration && h('p', { class: 'demonstration' }, words.demonstration),
      parts.pinned,
      parts.log,
      parts.status,
      parts.trouble,
      this.#composer(),
      parts.footer,
    );
  }

  #composer() {
    const parts = this.#parts;
    parts.input = h('textarea', { rows: 1, id: 'input', placeholder: words.placeholder, oninput: () => this.#measure(), onkeydown: (event) => this.#key(event) });
    parts.left = h('p', { class: 'left', role: 'status' });
    const submit = (event) => {
      event.preventDefault();
      this.#send();
    };
    return h(
      'form',
      { class: 'composer', onsubmit: submit },
      h('label', { for: 'input', class: 'unseen' }, 'Your message'),
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
    left.textContent = room > 200 ? '' : room < 0 ? `${-room} characters too many` : `${room} characters left`;
  }

  #drawHeader() {
    const { who, notice } = this.#parts;
    const therapist = this.#conversation.mode === 'therapist';
    write(who, therapist ? `${this.#practice.therapist} is answering` : 'The assistant is answering');
    write(notice, therapist ? words.emergency : `${words.automated} ${words.emergency}`);
  }

  // Pinned above the messages, whole, until the client says that they were read.
  #drawAlerts() {
    const { alerts } = this.#conversation;
    const { pinned, alert, calls } = this.#parts;
    const texts = [...new Map(alerts.map((message) => [message.text, message])).values()];
    const now = texts.map(({ text }) => text).join('\n');
    pinned.hidden = !now;
    if (pinned.dataset.drawn === now) return;
    pinned.dataset.drawn = now;
    alert.replaceChildren(...texts.map(({ text, language }) => h('p', { lang: language ?? 'en' }, text)));
    calls.replaceChildren(...callLinks(now), button(words.read, () => this.#acknowledge()));
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
    const now = wanted.map(key).join('\n');
    if (this.#parts.unsent.dataset.drawn === now) return;
    this.#parts.unsent.dataset.drawn = now;
    this.#parts.unsent.replaceChildren(...wanted.map((message) => unsentElement(message, lost, (again) => this.#edit(again))));
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
    if (this.#parts.trouble.dataset.said !== trouble) {
      this.#parts.trouble.dataset.said = trouble;
      this.#parts.trouble.replaceChildren(...(trouble ? [h('p', {}, trouble), this.#phone()].filter(Boolean) : []));
    }
    this.#drawFooter(conversation.started);
  }

  #drawWorking(working) {
    clearTimeout(this.#slowTimer);
    if (!working) this.#waitingSince = 0;
    else if (!this.#waitingSince) this.#waitingSince = Date.now();
    const waited = Date.now() - this.#waitingSince;
    if (working && waited < SLOW) this.#slowTimer = setTimeout(() => this.#drawStatus(), SLOW - waited);
    write(this.#parts.status, working ? (waited < SLOW ? words.working : words.slow) : '');
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
    return this.#conversation.line === 'lost' && phone && h('a', { class: 'choice', href: phoneLink }, `Call ${phone}`);
  }

  #drawFooter(started) {
    const { footer } = this.#parts;
    if (footer.hasChildNodes() === started) return;
    footer.replaceChildren(...(started ? [button(words.save, () => this.#save(), { class: 'quiet' }), button(words.erase, () => this.#askErase(), { class: 'quiet' })] : []));
  }

  #save() {
    const text = new Blob([transcript(this.#conversation.messages, this.#practice)], { type: 'text/plain' });
    const href = URL.createObjectURL(text);
    h('a', { href, download: 'conversation.txt' }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }

  #askErase() {
    const { footer } = this.#parts;
    const keep = button(words.keep, () => this.#drawFooterAgain(), { class: 'quiet' });
    footer.replaceChildren(button(words.eraseNow, () => this.#erase(), { class: 'danger' }), keep);
    footer.firstChild.focus();
  }

  async #erase() {
    try {
      const receipt = await this.#conversation.erase();
      this.#confirmErased(receipt);
    } catch {
      this.#drawFooterAgain(words.eraseFailed);
    }
  }

  #confirmErased(receipt) {
    const at = new Date(receipt.erased_at ?? Date.now()).toLocaleString('en-US');
    const number = receipt.receipt ? ` Receipt ${receipt.receipt}.` : '';
    this.#parts.erased = h('p', { class: 'receipt', role: 'status' }, `${words.erased} ${at}.${number}`);
    this.#parts.messages.before(this.#parts.erased);
    this.focus();
  }

  #drawFooterAgain(said = '') {
    this.#parts.footer.replaceChildren();
    this.#drawFooter(true);
    if (said) this.#parts.footer.prepend(h('p', { role: 'alert' }, said));
    this.#parts.footer.querySelector('button').focus();
  }
}

// Sets a live region's text only when it differs, so that it is announced once.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
