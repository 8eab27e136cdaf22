// Picks a time: a strip of days, and under it the times of that day. Native radios, so arrow keys work everywhere.
import { h } from './dom.js';

// The part of an ISO time before its offset is the practice's local time; formatting it as UTC keeps it so.
const local = (start) => new Date(`${start.slice(0, 19)}Z`);
const written = (start, options) => local(start).toLocaleString('en-US', { timeZone: 'UTC', ...options });

const weekday = (start) => written(start, { weekday: 'short' });
const monthDay = (start) => written(start, { month: 'short', day: 'numeric' });
const time = (start) => written(start, { hour: 'numeric', minute: '2-digit' });

/** Choices with a `start`, by local day: [[day, choices], …] in order of time. */
export function byDay(choices) {
  const days = new Map();
  for (const choice of [...choices].sort((a, b) => local(a.start) - local(b.start))) {
    const day = choice.start.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), choice]);
  }
  return [...days];
}

/** A form over `choices`; `choose(choice)` is called with the one that was taken. `name` is unique on the page. */
export function timePicker(choices, name, choose) {
  const days = byDay(choices);
  const list = h('div', { class: 'times' });
  const take = h('button', { class: 'primary' });
  let chosen;

  const pick = (choice) => {
    chosen = choice;
    take.textContent = `Take ${weekday(choice.start)} ${monthDay(choice.start)}, ${time(choice.start)}`;
  };
  const showDay = (offered) => {
    list.replaceChildren(
      ...offered.map((choice, index) =>
        radio(`${name}-time`, index === 0, () => pick(choice), distinct(choice, offered)),
      ),
    );
    pick(offered[0]);
  };
  const strip = days.map(([, offered], index) =>
    radio(`${name}-day`, index === 0, () => showDay(offered), h('span', {}, weekday(offered[0].start)), monthDay(offered[0].start)),
  );
  showDay(days[0][1]);

  const submit = (event) => {
    event.preventDefault();
    choose(chosen);
  };
  return h(
    'form',
    { class: 'picker', onsubmit: submit },
    days.length > 1 && h('fieldset', {}, h('legend', {}, 'Day'), h('div', { class: 'days' }, ...strip)),
    h('fieldset', {}, h('legend', {}, days.length > 1 ? 'Time' : `${weekday(days[0][0])} ${monthDay(days[0][0])}`), list),
    take,
  );
}

// Two offices can have the same time free; then the whole title tells them apart.
function distinct(choice, offered) {
  const same = offered.filter((other) => other.start === choice.start);
  return same.length > 1 ? choice.title : time(choice.start);
}

function radio(name, checked, onchange, ...label) {
  return h('label', { class: 'option' }, h('input', { type: 'radio', name, checked, onchange }), h('span', {}, ...label));
}
