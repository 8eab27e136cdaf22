// The line under the composer: a copy to keep, and deleting the conversation in two taps.
import { button, h, redraw } from './dom.js';
import { transcript, words } from './wording.js';

export class Footer {
  #conversation;
  #practice;
  #erased;

  /** `erased(receipt)` is called when the conversation is deleted. */
  constructor(conversation, practice, erased) {
    this.#conversation = conversation;
    this.#practice = practice;
    this.#erased = erased;
    this.element = h('div', { class: 'footer' });
  }

  draw() {
    if (!this.#conversation.started) this.#show('');
    else if (!this.element.hasChildNodes()) this.#show('offer');
  }

  #show(state, ...children) {
    redraw(this.element, state, () => (state === 'offer' ? this.#offer() : children));
  }

  #offer() {
    return [quiet(words.save, () => this.#save()), quiet(words.erase, () => this.#ask())];
  }

  #save() {
    const copy = new Blob([transcript(this.#conversation.messages, this.#practice)], { type: 'text/plain' });
    const href = URL.createObjectURL(copy);
    h('a', { href, download: 'conversation.txt' }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }

  #ask(trouble = '') {
    const sure = button(words.eraseNow, () => this.#erase(), { class: 'call' });
    const keep = quiet(words.keep, () => this.#keep());
    this.#show(`ask ${trouble}`, trouble && h('p', { role: 'alert' }, trouble), sure, keep);
    sure.focus();
  }

  #keep() {
    this.#show('offer');
    this.element.lastChild.focus();
  }

  async #erase() {
    try {
      this.#erased(await this.#conversation.erase());
    } catch {
      this.#ask(words.eraseFailed);
    }
  }
}

const quiet = (label, onclick) => button(label, onclick, { class: 'quiet' });
