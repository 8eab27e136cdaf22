// The conversation's logic against a desk that loses requests, answers and streams on purpose.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Chat } from '../../../widget/chat.js';
import { Conversation } from '../../../widget/conversation.js';
import { Keep, memoryArea } from '../../../widget/storage.js';

/** Pseudo-random numbers that are the same in every run. */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** The chat contract in memory. `fault()` names what goes wrong with the next request. */
class FaultyDesk {
  log = [];
  opened = 0;
  faults = 0;
  erased = false;
  retryAfter = 0;
  requests = [];

  constructor(fault = () => 'none') {
    this.fault = fault;
  }

  fetch = async (address, { method, body, headers, signal }) => {
    const path = new URL(address).pathname;
    this.requests.push(`${method} ${path}`);
    const fault = this.fault();
    if (fault !== 'none') this.faults += 1;
    if (fault === 'request lost') throw new TypeError('request lost');
    if (fault === 'error') return new Response('{}', { status: 503 });
    const answer = this.answer(method, path, body && JSON.parse(body), new URL(address), signal, fault, headers);
    if (fault === 'answer lost') throw new TypeError('answer lost');
    return answer;
  };

  answer(method, path, body, address, signal, fault) {
    const json = (content, status = 200, headers = {}) => new Response(JSON.stringify(content), { status, headers });
    if (path === '/chat/conversations' && method === 'POST') {
      this.opened += 1;
      return json({ token: `token-${this.opened}`, messages: [] }, 201);
    }
    if (this.erased) return json({}, 410);
    if (path === '/chat/messages' && method === 'POST') {
      if (this.retryAfter) {
        const headers = { 'Retry-After': String(this.retryAfter) };
        this.retryAfter = 0;
        return json({}, 429, headers);
      }
      if (body.text?.length > 2000) return json({}, 413);
      return json({ accepted: true, seq: this.take(body) }, 202);
    }
    const after = Number(address.searchParams.get('after'));
    if (path === '/chat/events') return this.stream(after, signal, fault);
    if (method === 'DELETE') {
      this.erased = true;
      return json({ conversation_id: 'abc', erased_at: '2026-11-23T14:00:00Z' });
    }
    return json({ messages: this.log.filter(({ seq }) => seq > after), mode: 'assistant' });
  }

  take({ client_message_id: key, text }) {
    const known = this.log.find((message) => message.client_message_id === key);
    if (known) return known.seq;
    const seq = this.log.length + 1;
    this.log.push({ seq, from: 'client', text, kind: 'text', client_message_id: key });
    this.log.push({ seq: seq + 1, from: 'assistant', text: `You said: ${text}`, kind: 'text' });
    return seq;
  }

  stream(after, signal, fault) {
    const messages = this.log.filter(({ seq }) => seq > after);
    const event = `data: ${JSON.stringify({ messages, mode: 'assistant' })}\r\n\r\n`;
    const cut = fault === 'stream cut' ? event.slice(0, event.length / 2) : event;
    // Ends after one event, as a restarted desk would end it.
    return new Response(cut, { headers: { 'Content-Type': 'text/event-stream' } });
  }
}

const keepIn = (area) => new Keep(area, memoryArea(), 'test');
const at = 'https://desk.example/';
const soon = () => new Promise((resolve) => setImmediate(resolve));

function conversationWith(desk, keep = keepIn(memoryArea()), options = {}) {
  return new Conversation(new Chat(at, desk.fetch), keep, { wait: soon, ...options });
}

async function until(condition) {
  for (let tries = 0; tries < 20_000; tries += 1) {
    if (condition()) return;
    await soon();
  }
  assert.fail(`never: ${condition}`);
}

function leave(conversation) {
  conversation.attentive = false;
  conversation.rest();
}

const ownTexts = (messages) => messages.filter(({ from }) => from === 'client').map(({ text }) => text);
const numbered = (count) => Array.from({ length: count }, (_, i) => `message ${i}`);

test('nothing is stored or asked before the first message', async () => {
  const desk = new FaultyDesk();
  const area = memoryArea();
  const conversation = conversationWith(desk, keepIn(area));
  conversation.attentive = true;
  await conversation.listen();
  conversation.markRead();
  assert.equal(area.length, 0);
  assert.deepEqual(desk.requests, []);
});

test('a message is sent, and its reply is heard', async () => {
  const desk = new FaultyDesk();
  const conversation = conversationWith(desk);
  conversation.attentive = true;
  await conversation.say({ text: 'does it hurt?' });
  await until(() => conversation.messages.length === 2);
  assert.deepEqual(conversation.messages.map(({ text }) => text), ['does it hurt?', 'You said: does it hurt?']);
  assert.equal(conversation.awaiting, false);
  leave(conversation);
});

test('over a thousand faults nothing is lost, doubled or out of order', async () => {
  const random = dice(20261123);
  const kinds = ['request lost', 'answer lost', 'error', 'stream cut'];
  const desk = new FaultyDesk(() => (random() < 0.75 ? kinds[Math.floor(random() * kinds.length)] : 'none'));
  const keep = keepIn(memoryArea());
  const sent = numbered(500);
  let conversation = conversationWith(desk, keep);
  conversation.attentive = true;
  for (const [index, text] of sent.entries()) {
    conversation.say({ text });
    if (random() < 0.2) await soon();
    if (index % 40 === 39) {
      // A reload in the middle of sending: a new page over what the browser kept.
      leave(conversation);
      conversation = conversationWith(desk, keep);
      conversation.attentive = true;
      conversation.flush();
      conversation.listen();
    }
  }
  await until(() => keep.unsent().length === 0 && conversation.messages.length === 1000);
  assert.ok(desk.faults >= 1000, `only ${desk.faults} faults`);
  assert.deepEqual(ownTexts(desk.log), sent);
  assert.deepEqual(conversation.messages.map(({ text }) => text), desk.log.map(({ text }) => text));
  leave(conversation);
});

test('without its key a repeated message would be doubled', async () => {
  // The control of the test above: the same desk, a client that makes up a new key for each try.
  let first = true;
  const desk = new FaultyDesk(() => {
    const fault = first ? 'answer lost' : 'none';
    first = false;
    return fault;
  });
  const chat = new Chat(at, desk.fetch);
  await chat.send('token', { id: 'one', text: 'hello' }).catch(() => {});
  await chat.send('token', { id: 'two', text: 'hello' });
  assert.deepEqual(ownTexts(desk.log), ['hello', 'hello']);
});

test('two tabs send what either of them stored, once and in order', async () => {
  const desk = new FaultyDesk();
  const keep = keepIn(memoryArea());
  let queue = Promise.resolve();
  const exclusively = (work) => (queue = queue.then(work));
  const tabs = [conversationWith(desk, keep, { exclusively }), conversationWith(desk, keep, { exclusively })];
  for (const tab of tabs) tab.attentive = true;
  for (const [index, text] of numbered(20).entries()) {
    await tabs[index % 2].say({ text });
    tabs[(index + 1) % 2].refresh();
  }
  await until(() => tabs.every((tab) => tab.messages.length === 40));
  assert.equal(desk.opened, 1);
  assert.deepEqual(ownTexts(desk.log), numbered(20));
  tabs.forEach(leave);
});

test('a desk that asks to wait is given the time it asks for', async () => {
  const desk = new FaultyDesk();
  desk.retryAfter = 7;
  const waited = [];
  const wait = (milliseconds) => soon(waited.push(milliseconds));
  const conversation = conversationWith(desk, undefined, { wait });
  await conversation.say({ text: 'hello' });
  assert.deepEqual(waited, [7000]);
  assert.deepEqual(ownTexts(desk.log), ['hello']);
  leave(conversation);
});

test('a refused message stays for the client to change, and holds nothing up', async () => {
  const desk = new FaultyDesk();
  const conversation = conversationWith(desk);
  await conversation.say({ text: 'x'.repeat(2001) });
  await conversation.say({ text: 'shorter' });
  assert.equal(conversation.unsent[0].refused, 413);
  assert.deepEqual(ownTexts(desk.log), ['shorter']);
  conversation.withdraw(conversation.unsent[0]);
  assert.equal(conversation.unsent.length, 0);
  leave(conversation);
});

test('a conversation that the desk no longer knows is begun anew with the message', async () => {
  const desk = new FaultyDesk();
  const keep = keepIn(memoryArea());
  keep.token = 'token-0';
  const conversation = conversationWith(desk, keep);
  desk.erased = true;
  const told = conversation.say({ text: 'still there?' });
  await until(() => desk.opened === 1);
  desk.erased = false;
  await told;
  assert.deepEqual(ownTexts(desk.log), ['still there?']);
  assert.equal(conversation.renewed, true);
  leave(conversation);
});

test('a choice of a conversation that is gone is not sent into another one', async () => {
  const desk = new FaultyDesk();
  const keep = keepIn(memoryArea());
  keep.token = 'token-0';
  desk.erased = true;
  const conversation = conversationWith(desk, keep);
  await conversation.say({ choice: 'c1', title: 'Westport' });
  assert.equal(conversation.unsent[0].refused, 410);
  assert.deepEqual(desk.log, []);
});

test('erasing leaves nothing behind and returns the receipt', async () => {
  const desk = new FaultyDesk();
  const area = memoryArea();
  const conversation = conversationWith(desk, keepIn(area));
  conversation.attentive = true;
  await conversation.say({ text: 'hello' });
  await until(() => conversation.messages.length === 2);
  const receipt = await conversation.erase();
  assert.equal(receipt.conversation_id, 'abc');
  assert.equal(area.length, 0);
  assert.deepEqual(conversation.messages, []);
});

test('a safety text is shown although the desk could store nothing, and the message is tried again', async () => {
  const desk = new FaultyDesk();
  const keep = keepIn(memoryArea());
  const conversation = conversationWith(desk, keep);
  const stored = desk.answer.bind(desk);
  let broken = true;
  desk.answer = (method, path, ...rest) => {
    if (broken && path === '/chat/messages') {
      broken = false;
      return Response.json({ messages: [{ seq: null, kind: 'safety', text: 'Call 911', from: 'desk' }] });
    }
    return stored(method, path, ...rest);
  };
  const told = conversation.say({ text: 'my face is numb' });
  await until(() => conversation.alerts.length === 1);
  await told;
  assert.deepEqual(ownTexts(desk.log), ['my face is numb']);
  conversation.acknowledge();
  assert.deepEqual(conversation.alerts, []);
  leave(conversation);
});

test('where no stream gets through, polls do', async () => {
  const desk = new FaultyDesk();
  desk.stream = () => new Response('<html>proxy</html>', { headers: { 'Content-Type': 'text/html' } });
  const conversation = conversationWith(desk);
  conversation.attentive = true;
  await conversation.say({ text: 'hello' });
  await until(() => conversation.messages.length === 2);
  assert.ok(desk.requests.includes('GET /chat/messages'));
  leave(conversation);
});

test('with the panel closed it listens only until the reply is there', async () => {
  const desk = new FaultyDesk();
  const conversation = conversationWith(desk);
  await conversation.say({ text: 'hello' });
  await until(() => conversation.messages.length === 2 && conversation.line === 'resting');
  const asked = desk.requests.length;
  for (let turns = 0; turns < 50; turns += 1) await soon();
  assert.equal(desk.requests.length, asked);
});

test('a quiet line is not taken for a lost one', async () => {
  const desk = new FaultyDesk();
  desk.stream = () => new Response('');
  const conversation = conversationWith(desk);
  conversation.attentive = true;
  await conversation.say({ text: 'hello' });
  await until(() => conversation.messages.length === 2);
  // A long poll that nobody answers for longer than a lost line would be borne.
  desk.fetch = (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
  const lines = [];
  conversation.addEventListener('change', () => lines.push(conversation.line));
  await new Promise((resolve) => setTimeout(resolve, 2000));
  assert.ok(!lines.includes('lost'));
  leave(conversation);
});

test('before there is a conversation the desk is asked until it answers', async () => {
  let down = 3;
  const desk = new FaultyDesk(() => (down-- > 0 ? 'request lost' : 'none'));
  const conversation = conversationWith(desk);
  conversation.attentive = true;
  const asked = conversation.probe();
  await until(() => conversation.line === 'lost');
  await asked;
  assert.equal(conversation.line, 'resting');
  assert.equal(desk.requests.length, 4);
  assert.equal(desk.opened, 0);
});

test('what could not be erased stays, and is listened to again', async () => {
  const desk = new FaultyDesk();
  const conversation = conversationWith(desk);
  conversation.attentive = true;
  await conversation.say({ text: 'hello' });
  await until(() => conversation.messages.length === 2);
  desk.fault = () => 'request lost';
  await assert.rejects(conversation.erase());
  desk.fault = () => 'none';
  await conversation.say({ text: 'still here' });
  await until(() => conversation.messages.length === 4);
  leave(conversation);
});
