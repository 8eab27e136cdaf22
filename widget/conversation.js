// One conversation with the desk, without any page: what was said, what waits to be sent, how the line is.
// Every message is stored before it is sent and repeated under its own key until the desk has it, one at a time
// and in order, so that a lost connection, a reload or a second tab neither loses nor doubles any.

const REPLY_SLOW = 1800;
// Between two streams or polls, so that a desk that ends them at once is not asked in a tight loop.
const BREATH = 250;
const LONGEST_PAUSE = 15_000;

export class Conversation extends EventTarget {
  /** Who answers: "assistant" or "therapist". */
  mode = 'assistant';
  /** "resting", "live" or "lost". */
  line = 'resting';
  /** Keep listening while nothing is awaited; set while the client looks at it. */
  attentive = false;
  /** The desk no longer knew the earlier conversation. */
  renewed = false;
  /** A moment (ms) until which the desk asked to wait. */
  limitedUntil = 0;

  #chat;
  #keep;
  #exclusively;
  #wait;
  #now;
  #messages = new Map();
  #warnings = [];
  #token;
  #heard = 0;
  #streams = true;
  #flushing = false;
  #ear = null;

  /** `exclusively(work)` runs work in one tab at a time; `wait(ms)` and `now()` are for tests. */
  constructor(chat, keep, { exclusively = (work) => work(), wait = sleep, now = Date.now } = {}) {
    super();
    this.#chat = chat;
    this.#keep = keep;
    this.#exclusively = exclusively;
    this.#wait = wait;
    this.#now = now;
    this.#token = keep.token;
  }

  /** All messages that the desk has, in order. */
  get messages() {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
  }

  get unsent() {
    return this.#keep.unsent();
  }

  /** Whether there is anything to show, save or delete. */
  get started() {
    return Boolean(this.#keep.token) || this.unsent.length > 0;
  }

  /** Whether the client's last message has no answer yet. */
  get awaiting() {
    if (this.mode !== 'assistant') return false;
    return this.messages.at(-1)?.from === 'client' || this.unsent.some((message) => !message.refused);
  }

  /** Safety messages that the client has not acknowledged. */
  get alerts() {
    const acknowledged = this.#keep.acknowledged;
    const open = this.messages.filter(({ kind, seq }) => kind === 'safety' && !acknowledged.includes(seq));
    return [...this.#warnings, ...open];
  }

  get unread() {
    const { seen } = this.#keep;
    // The greeting was on the screen before there was a conversation.
    return this.messages.filter(({ from, kind, seq }) => from !== 'client' && kind !== 'greeting' && seq > seen).length;
  }

  acknowledge() {
    this.#keep.acknowledge(this.alerts.map(({ seq }) => seq).filter(Number.isInteger));
    this.#warnings = [];
    this.#changed();
  }

  markRead() {
    if (this.unread) this.#keep.seen = this.messages.at(-1).seq;
  }

  /** Store a message ({text} or {choice, title}) and send it as soon as the line allows. */
  say(message) {
    // Later than all that waits, whatever the clock says: the time is also the order.
    const at = Math.max(this.#now(), (this.unsent.at(-1)?.at ?? 0) + 1);
    this.#keep.put({ id: uuid(), at, ...message });
    this.renewed = false;
    this.#changed();
    return this.flush();
  }

  /** Take back a message that the desk refused; returns it. */
  withdraw(message) {
    this.#keep.drop(message);
    this.#changed();
    return message;
  }

  /** Send what is stored, in order, until nothing is left. */
  async flush() {
    if (this.#flushing) return;
    this.#flushing = true;
    try {
      for (let failures = 0; this.#next(); ) {
        const pause = await this.#exclusively(() => this.#sendNext(failures));
        failures = pause ? failures + 1 : 0;
        if (this.limitedUntil) await this.#wait(pause);
        else if (pause) await this.#pause(pause);
        this.limitedUntil = 0;
      }
    } finally {
      this.#flushing = false;
    }
  }

  /** Listen for what is said, again and again, for as long as it is wanted. */
  async listen() {
    if (this.#ear || !this.#keep.token) return;
    const ear = new AbortController();
    this.#ear = ear;
    try {
      await this.#listenUntil(ear.signal);
    } finally {
      if (this.#ear === ear) this.#rested();
    }
  }

  /** Stop listening now. */
  rest() {
    this.#ear?.abort();
    this.#rested();
    this.wake();
  }

  /** Try again now whatever is waiting for the line. */
  wake() {
    this.dispatchEvent(new Event('wake'));
  }

  /** Another tab changed what is kept. */
  refresh() {
    if (this.#keep.token !== this.#token) this.#restart();
    this.#changed();
    this.flush();
  }

  /** Find out whether the desk answers, until it does; before there is a conversation nothing else would tell. */
  async probe() {
    for (let failures = 0; this.attentive && !this.#keep.token; failures += 1) {
      if (await this.#chat.answers(REPLY_SLOW)) return this.#setLine('resting');
      this.#setLine('lost');
      await this.#pause(backoff(failures));
    }
  }

  /** Erase the conversation at the desk and here; returns the desk's receipt, if it gave one. */
  async erase() {
    const token = this.#keep.token;
    this.rest();
    const receipt = token && (await this.#chat.erase(token).catch((problem) => this.#notErased(problem)));
    this.#keep.clear();
    this.#restart();
    this.#changed();
    return receipt;
  }

  #notErased(problem) {
    if (problem.gone) return;
    this.listen();
    throw problem;
  }

  #next() {
    return this.unsent.find((message) => !message.refused);
  }

  // Sends the oldest message; returns how long to wait before the next try, 0 when it is done with.
  async #sendNext(failures) {
    const message = this.#next();
    if (!message) return 0;
    const late = setTimeout(() => this.#setLine('lost'), REPLY_SLOW);
    try {
      const token = this.#keep.token ?? (await this.#open());
      const answer = await this.#chat.send(token, message);
      if (!Number.isInteger(answer.seq)) return this.#notStored(answer.messages ?? [], failures);
      this.#accepted(token, message, answer.seq);
      return 0;
    } catch (problem) {
      return this.#notSent(message, problem, failures);
    } finally {
      clearTimeout(late);
    }
  }

  async #open() {
    const { token, messages } = await this.#chat.open();
    this.#keep.token = token;
    this.#token = token;
    this.#take({ messages });
    return token;
  }

  #accepted(token, message, seq) {
    this.#keep.drop(message);
    if (this.#keep.token === token && !this.#messages.has(seq)) {
      const text = message.text ?? message.title;
      this.#messages.set(seq, { seq, from: 'client', text, kind: 'text', at: message.at });
    }
    this.#setLine('live');
    this.#changed();
    this.listen();
  }

  // The desk could say what must be said but store nothing: shown now, and sent again until it is stored.
  #notStored(messages, failures) {
    this.#warnings = messages.filter(({ kind }) => kind === 'safety');
    this.#setLine('lost');
    this.#changed();
    return backoff(failures);
  }

  #notSent(message, problem, failures) {
    if (problem.gone && failures < 3) {
      this.#forget();
      // A choice is an answer to the conversation that is no longer there.
      if (message.choice) this.#keep.put({ ...message, refused: problem.status });
      return failures + 1;
    }
    if (problem.final) {
      this.#keep.put({ ...message, refused: problem.status });
      this.#changed();
      return 0;
    }
    if (problem.status === 429) {
      const pause = Math.max(1, problem.retryAfter) * 1000;
      this.limitedUntil = this.#now() + pause;
      this.#changed();
      return pause;
    }
    this.#setLine('lost');
    return backoff(failures);
  }

  async #listenUntil(signal) {
    for (let failures = 0; !signal.aborted && this.#keep.token && (this.attentive || this.awaiting); ) {
      const heard = await this.#hear(this.#keep.token, signal);
      if (signal.aborted) return;
      failures = heard ? 0 : failures + 1;
      // Where streams do not get through, long polls may; and the other way round.
      if (!heard) this.#streams = !this.#streams;
      if (!heard) this.#setLine('lost');
      await this.#pause(heard ? BREATH : backoff(failures - 1));
    }
  }

  // Listens once; returns whether anything came.
  async #hear(token, signal) {
    let heard = false;
    // On a line that works silence is no sign of trouble: a long poll waits for something to be said.
    const late = this.line !== 'live' && setTimeout(() => this.#setLine('lost'), REPLY_SLOW);
    try {
      for await (const news of this.#news(token, signal)) {
        clearTimeout(late);
        if (signal.aborted) break;
        heard ||= news !== 'opened';
        this.#setLine('live');
        if (news?.messages) this.#take(news);
      }
    } catch (problem) {
      if (problem.gone && !signal.aborted) this.#forget();
    }
    clearTimeout(late);
    return heard;
  }

  async *#news(token, signal) {
    if (this.#streams) yield* this.#chat.follow(token, this.#heard, signal);
    else yield await this.#chat.poll(token, this.#heard, signal, this.line !== 'live');
  }

  #take({ messages, mode = this.mode }) {
    this.mode = mode;
    for (const message of messages) {
      this.#messages.set(message.seq, message);
      this.#heard = Math.max(this.#heard, message.seq);
      const sent = this.unsent.find((unsent) => unsent.id === message.client_message_id);
      if (sent) this.#keep.drop(sent);
    }
    this.#changed();
  }

  #forget() {
    this.#keep.leave();
    this.renewed = true;
    this.#restart();
    this.#changed();
  }

  #restart() {
    this.rest();
    this.#messages.clear();
    this.#warnings = [];
    this.#token = this.#keep.token;
    this.#heard = 0;
    this.mode = 'assistant';
    if (this.attentive) this.listen();
  }

  #rested() {
    this.#ear = null;
    if (this.line !== 'lost') this.#setLine('resting');
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      this.addEventListener('wake', resolve, { once: true });
      this.#wait(milliseconds).then(() => {
        this.removeEventListener('wake', resolve);
        resolve();
      });
    });
  }

  #setLine(line) {
    if (this.line === line) return;
    this.line = line;
    // Whichever of sending and listening gets through first wakes the other.
    if (line === 'live') this.wake();
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Doubles from half a second, with a quarter of chance either way so that many clients do not return at once.
const backoff = (failures) => Math.min(LONGEST_PAUSE, 500 * 2 ** failures) * (0.75 + Math.random() / 2);

// Every address of an object ends in a new one; crypto.randomUUID is missing on pages without https.
function uuid() {
  const address = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(address);
  return address.slice(-36);
}
