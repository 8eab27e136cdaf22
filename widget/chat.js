// The chat contract over fetch. Knows addresses, headers and the event stream; keeps no state.

/** An answer that is not a success. `status` is 0 when there was no answer at all. */
export class Problem extends Error {
  constructor(status, retryAfter = 0) {
    super(status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The desk no longer knows this conversation. */
  get gone() {
    return [401, 404, 410].includes(this.status);
  }

  /** Sending the same again would fail again. */
  get final() {
    return this.status >= 400 && this.status < 500 && !this.gone && this.status !== 429;
  }
}

const REPLY_WITHIN = 10_000;
// A stream says something at once and then at least every half a minute, or something in between holds it back.
const FIRST_WORD = 6_000;
const SILENCE = 40_000;
const POLL = 20;

export class Chat {
  #desk;
  #fetch;

  constructor(desk, fetch = (...call) => globalThis.fetch(...call)) {
    this.#desk = desk;
    this.#fetch = fetch;
  }

  /** Whether the desk answers at all, asked within `milliseconds`. */
  async answers(milliseconds) {
    const signal = AbortSignal.timeout(milliseconds);
    // A file that browsers never use without asking.
    return this.#call('GET', 'widget/practice.js', { signal }).then(
      () => true,
      () => false,
    );
  }

  /** Opens a conversation: {conversation_id, token, messages}. */
  async open() {
    return (await this.#call('POST', 'chat/conversations')).json();
  }

  /**
   * Hands over one message; repeating it is safe, its id is its key. Returns {seq}, its number, or {messages},
   * safety texts that are to be shown although nothing could be stored.
   */
  async send(token, { id, text, choice }) {
    const body = choice ? { client_message_id: id, choice } : { client_message_id: id, text };
    return (await this.#call('POST', 'chat/messages', { token, body })).json();
  }

  /** Erases the conversation; returns the desk's receipt. */
  async erase(token) {
    const answer = await this.#call('DELETE', 'chat/conversations/current', { token });
    return answer.json().catch(() => ({}));
  }

  /** What was said after a number: {messages, mode}. A long poll, unless it is wanted `atOnce`. */
  async poll(token, after, signal, atOnce) {
    const prompt = deadline(signal, (POLL + 10) * 1000);
    const headers = atOnce ? {} : { Prefer: `wait=${POLL}` };
    try {
      const answer = await this.#call('GET', `chat/messages?after=${after}`, { token, headers, signal: prompt.signal });
      return await answer.json();
    } finally {
      prompt.stop();
    }
  }

  /** The same as a stream: yields 'opened', then {messages, mode} or null for a mere sign of life. */
  async *follow(token, after, signal) {
    const silence = deadline(signal, FIRST_WORD);
    try {
      const headers = { Accept: 'text/event-stream' };
      const answer = await this.#call('GET', `chat/events?after=${after}`, { token, headers, signal: silence.signal });
      if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream')) throw new Problem(0);
      yield 'opened';
      for await (const event of events(answer.body)) {
        silence.within(SILENCE);
        yield event === null ? null : JSON.parse(event);
      }
    } finally {
      silence.stop();
    }
  }

  async #call(method, path, { token, body, headers = {}, signal = AbortSignal.timeout(REPLY_WITHIN) } = {}) {
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers['Content-Type'] = 'application/json';
    const call = { method, headers, signal, credentials: 'omit', body: body && JSON.stringify(body) };
    const answer = await this.#fetch(this.#desk + path, call).catch(() => {
      throw new Problem(0);
    });
    if (!answer.ok) throw new Problem(answer.status, Number(answer.headers.get('Retry-After')) || 0);
    return answer;
  }
}

/** Reads a text/event-stream: yields the data of each event, null for a comment. */
export async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split(/\r\n\r\n|\n\n|\r\r/);
      text = blocks.pop();
      for (const block of blocks) yield dataOf(block);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function dataOf(block) {
  const lines = block.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'));
  return lines.length ? lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n') : null;
}

// A signal that fires with `parent`, or when the time last given `within` is over.
function deadline(parent, milliseconds) {
  const controller = new AbortController();
  const { signal } = controller;
  parent.addEventListener('abort', () => controller.abort(), { signal });
  let timer;
  const within = (time) => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), time);
  };
  within(milliseconds);
  const stop = () => {
    clearTimeout(timer);
    controller.abort();
  };
  return { signal, within, stop };
}
