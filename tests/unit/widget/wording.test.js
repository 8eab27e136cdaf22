// What the widget says: shortening, times, the copy to keep, and colours that can be read.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contrast, readable } from '../../../widget/contrast.js';
import { byDay } from '../../../widget/times.js';
import { shorten, transcript } from '../../../widget/wording.js';

const practice = { name: 'Posture Massage', therapist: 'Julie' };

test('an answer of more than two sentences shows the first two', () => {
  const [first, rest] = shorten('It takes about an hour. You stay dressed. Some people feel tired afterwards, which fades.');
  assert.equal(first, 'It takes about an hour. You stay dressed.');
  assert.equal(rest, 'Some people feel tired afterwards, which fades.');
});

test('an answer ends at its first paragraph', () => {
  const [first, rest] = shorten(`Yes, we do.\n\n${'More about it. '.repeat(5)}`);
  assert.equal(first, 'Yes, we do.');
  assert.ok(rest.startsWith('More about it.'));
});

test('a question is never hidden', () => {
  const text = 'It takes about an hour. You stay dressed. It is gentle. Shall I look for a time for you this week?';
  assert.deepEqual(shorten(text), [text, '']);
});

test('a time of day does not end a sentence', () => {
  const text = 'Julie is in Westport from 10 a.m. to 6 p.m. on Tuesdays and Thursdays, as far as is known here today.';
  assert.deepEqual(shorten(text), [text, '']);
});

test('a short answer stays whole', () => {
  const text = 'One. Two. Three.';
  assert.deepEqual(shorten(text), [text, '']);
});

test('times are put under their local days, in order', () => {
  const choices = ['2026-11-26T15:00:00-05:00', '2026-11-24T10:00:00-05:00', '2026-11-26T09:30:00-05:00'].map((start) => ({ start }));
  const days = byDay(choices);
  assert.deepEqual(days.map(([day]) => day), ['2026-11-24', '2026-11-26']);
  assert.deepEqual(days[1][1].map(({ start }) => start.slice(11, 16)), ['09:30', '15:00']);
});

test('an accent too light for white text is darkened until it reaches 7:1', () => {
  const shade = readable([120, 200, 120], [255, 255, 255], [0, 0, 0]);
  assert.ok(contrast(shade, [255, 255, 255]) >= 7);
  assert.deepEqual(readable([42, 84, 78], [255, 255, 255], [0, 0, 0]), [42, 84, 78]);
});

test('the copy to keep names who said what', () => {
  const said = [
    { from: 'client', text: 'hello', at: '2026-11-23T14:00:00Z' },
    { from: 'therapist', text: 'hi', at: '2026-11-23T14:01:00Z' },
  ];
  assert.match(transcript(said, practice), /You:\nhello\n[^]*Julie:\nhi\n/);
});
