// What the browser keeps, for all tabs of one site: the conversation's token, the messages not yet sent, how far
// the client has read. Nothing is written before the first message. Each unsent message has an entry of its own,
// so two tabs never overwrite each other's.

/** The site's localStorage, or memory where the browser refuses it. */
export function browserArea() {
  try {
    localStorage.getItem('front-desk');
    return localStorage;
  } catch {
    return memoryArea();
  }
}

/** A storage that ends with the page; for browsers without one, and for tests. */
export function memoryArea() {
  const entries = new Map();
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, String(value)),
    removeItem: (key) => void entries.delete(key),
  };
}

export class Keep {
  #area;
  #prefix;
  #spare = memoryArea();

  constructor(area, prefix) {
    this.#area = area;
    this.#prefix = `${prefix} `;
  }

  get token() {
    return this.#read('token');
  }

  set token(token) {
    this.#write('token', token);
  }

  /** The last message that the client has seen. */
  get seen() {
    return this.#read('seen') ?? 0;
  }

  set seen(seq) {
    if (this.token && seq > this.seen) this.#write('seen', seq);
  }

  /** Whether the panel stands open. */
  get open() {
    return this.#read('open') ?? false;
  }

  set open(open) {
    if (this.token) this.#write('open', open);
  }

  /** Numbers of the safety messages that the client has acknowledged. */
  get acknowledged() {
    return this.#read('acknowledged') ?? [];
  }

  acknowledge(numbers) {
    this.#write('acknowledged', [...this.acknowledged, ...numbers]);
  }

  /** The messages not yet accepted by the desk, oldest first: {id, text | choice and title, at, refused?}. */
  unsent() {
    return this.#keys('unsent ')
      .sort()
      .map((key) => this.#read(key))
      .filter(Boolean);
  }

  put(message) {
    this.#write(unsentKey(message), message);
  }

  drop(message) {
    this.#remove(unsentKey(message));
  }

  /** Forgets the conversation; messages that were never sent stay. */
  leave() {
    for (const key of ['token', 'seen', 'acknowledged', 'open']) this.#remove(key);
  }

  /** Forgets everything. */
  clear() {
    this.leave();
    for (const message of this.unsent()) this.drop(message);
  }

  /** Whether a storage event's key is one of ours. */
  owns(key) {
    return key === null || key.startsWith(this.#prefix);
  }

  #keys(start) {
    const from = (area) => Array.from({ length: area.length }, (_, index) => area.key(index));
    const whole = this.#prefix + start;
    const keys = [...from(this.#area), ...from(this.#spare)].filter((key) => key.startsWith(whole));
    return [...new Set(keys)].map((key) => key.slice(this.#prefix.length));
  }

  #read(key) {
    const text = this.#spare.getItem(this.#prefix + key) ?? this.#area.getItem(this.#prefix + key);
    return text === null ? null : JSON.parse(text);
  }

  #write(key, value) {
    try {
      this.#area.setItem(this.#prefix + key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage: it lasts as long as the page does.
      this.#spare.setItem(this.#prefix + key, JSON.stringify(value));
    }
  }

  #remove(key) {
    this.#spare.removeItem(this.#prefix + key);
    this.#area.removeItem(this.#prefix + key);
  }
}

// Sorts by time of writing; two messages of one millisecond are told apart by their count.
const unsentKey = ({ at, order, id }) => `unsent ${at} ${String(order).padStart(6, '0')} ${id}`;
