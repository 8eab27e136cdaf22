// Draws one message: who, when, what, and what can be done under it.
import { button, h } from './dom.js';
import { timePicker } from './times.js';
import { author, clock, languageOf, shorten, words } from './wording.js';

/** A message that the desk has. */
export function messageElement(message, { practice, desk, now }) {
  const { from, kind, text } = message;
  return h(
    'article',
    { class: `message ${from} ${kind}`, 'data-seq': message.seq },
    heading(author(message, practice), message.at && clock(message.at, now)),
    ...body(text, kind, Boolean(message.choices?.length)),
    appointmentLinks(message, desk),
  );
}

/** A message that waits to be sent, or that the desk refused. `edit` gives its text back to the client. */
export function unsentElement(message, lost, edit) {
  const refused = message.refused;
  return h(
    'article',
    { class: 'message client unsent' },
    heading('You', refused ? '' : lost ? words.kept : words.sending),
    h('p', { class: 'said' }, message.text ?? message.title),
    refused && h('p', { class: 'refused' }, refusal(message)),
    refused && button(message.text ? 'Edit' : 'Remove', () => edit(message), { class: 'choice' }),
  );
}

/** Links to tap for the numbers that a safety text names. */
export function callLinks(text) {
  const numbers = new Set(text.match(/911|988|800-799-7233/g));
  return [...numbers].map((number) => h('a', { class: 'call', href: `tel:${number}` }, `Call ${number}`));
}

/** The options under a message: times as a picker, everything else as buttons. */
export function choicesElement(message, choose) {
  const times = message.choices.filter((choice) => choice.start);
  const others = message.choices.filter((choice) => !choice.start);
  return h(
    'div',
    { class: 'offer' },
    times.length > 0 && timePicker(times, `m${message.seq}`, choose),
    others.length > 0 &&
      h('div', { class: 'choices' }, ...others.map((choice) => button(choice.title, () => choose(choice), { class: 'choice' }))),
  );
}

function heading(name, note) {
  return h('p', { class: 'meta' }, h('b', {}, name), note && h('span', {}, ` ${note}`));
}

function body(text, kind, asks) {
  const lang = languageOf(text);
  const [first, rest] = kind === 'text' && !asks ? shorten(text) : [text, ''];
  const start = h('p', { class: 'said', lang }, first);
  if (!rest) return [start];
  const more = h('p', { class: 'said', lang, tabindex: -1, hidden: true }, rest);
  const reveal = () => {
    toggle.remove();
    more.hidden = false;
    more.focus();
  };
  const toggle = button(words.more, reveal, { class: 'quiet more' });
  return [start, toggle, more];
}

function appointmentLinks({ appointment }, desk) {
  if (!appointment?.page) return null;
  const page = new URL(appointment.page, desk).href;
  return h(
    'div',
    { class: 'choices' },
    h('a', { class: 'choice', href: `${page}/appointment.ics`, download: 'appointment.ics' }, 'Add to your calendar'),
    h('a', { class: 'choice', href: page, target: '_blank', rel: 'noopener' }, 'See the appointment'),
  );
}

function refusal({ refused, choice }) {
  if (refused === 413) return 'Not sent: it is too long. Please say it in fewer words.';
  if (choice) return 'Not sent: this option is no longer open.';
  return 'Not sent: the desk could not read it. Please write it in other words.';
}
