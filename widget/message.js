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
    // The link to an appointment stands under the text, as a button.
    ...body(message.appointment ? text.replace(/ http\S+$/, '') : text, kind, message.choices?.length),
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
  const { href } = new URL(appointment.page, desk);
  return h(
    'div',
    { class: 'choices' },
    h('a', { class: 'choice', href, target: '_blank' }, 'See the appointment'),
    h('a', { class: 'choice', href: `${href}/appointment.ics`, download: '' }, 'Add to your calendar'),
  );
}

function refusal({ refused, choice }) {
  if (refused === 413) return 'Not sent: it is too long.';
  if (choice) return 'Not sent: this option is no longer open.';
  return 'Not sent: the desk could not take it.';
}
