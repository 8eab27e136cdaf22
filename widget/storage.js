// What the browser keeps, for all tabs of one site: the conversation's token, the messages not yet sent, how far
// the client has read. Nothing is written before the first message. Each unsent message has an entry of its own,
// so two tabs never overwrite each other's.

/** The site's localStorage or sessionStorage, or memory where the browser refuses it. */
export function browserArea(name) {
  try {
    return globalThis[name] ?? memoryArea();
  } catch {
    return memoryArea();
  }
}

/** A storage that ends with the page, with what `area` holds. */
export function memoryArea(area = []) {
  const entries = new Map(keysOf(area).map((key) => [key, area.getItem(key)]));
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index],
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => entries.set(key, value),
    removeItem: (key) => entries.delete(key),
  };
}

const keysOf = (area) => Array.from({ length: area.length }, (_, index) => area.key(index));

export class Keep {
  #area;
  #tab;
  #prefix;

  /** `area` is shared by all tabs, `tab` is this tab's own. */
  constructor(area, tab, prefix) {
    this.#area = area;
    this.#tab = tab;
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

  /** Whether the panel stands open in this tab. */
  get open() {
    return Boolean(this.#tab.getItem(`${this.#prefix}open`));
  }

  set open(open) {
    if (open === this.open) return;
    if (!open) this.#tab.removeItem(`${this.#prefix}open`);
    else if (this.token) this.#tab.setItem(`${this.#prefix}open`, 'yes');
  }

  /** Numbers of the safety messages that the client has acknowledged. */
  get acknowledged() {
    return this.#read('acknowledged') ?? [];
  }

  acknowledge(numbers) {
    this.#write('acknowledged', [...this.acknowledged, ...numbers]);
  }

  /** The messages not yet accepted by the desk, oldest first: {id, at, text | choice and title, refused?}. */
  unsent() {
    const waiting = keysOf(this.#area).filter((key) => key.startsWith(`${this.#prefix}unsent `));
    return waiting.sort().map((key) => JSON.parse(this.#area.getItem(key)));
  }

  put(message) {
    this.#write(unsentKey(message), message);
  }

  drop(message) {
    this.#remove(unsentKey(message));
  }

  /** Forgets the conversation; messages that were never sent stay. */
  leave() {
    for (const key of ['token', 'seen', 'acknowledged']) this.#remove(key);
    this.open = false;
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

  #read(key) {
    return JSON.parse(this.#area.getItem(this.#prefix + key));
  }

  #write(key, value) {
    const text = JSON.stringify(value);
    try {
      this.#area.setItem(this.#prefix + key, text);
    } catch {
      // A full or forbidden storage: from here on it lasts as long as the page does.
      this.#area = memoryArea(this.#area);
      this.#area.setItem(this.#prefix + key, text);
    }
  }

  #remove(key) {
    this.#area.removeItem(this.#prefix + key);
  }
}

// Sorts by time of writing.
const unsentKey = ({ at, id }) => `unsent ${at} ${id}`;
