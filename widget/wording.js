// What the widget itself says, and how it writes times and shortens answers. Pure functions over text.

export const words = {
  launch: 'Chat with us',
  close: 'Close',
  send: 'Send',
  placeholder: 'Write your message',
  emergency: 'Not for emergencies: call 911.',
  automated: 'Automated.',
  demonstration: 'Demonstration: facts here are examples.',
  working: 'Writing a reply',
  slow: 'This takes longer than usual. The reply will appear here.',
  kept: 'Kept, and sent when the line is back',
  sending: 'Sending',
  offline: 'You are offline. What you write is kept on this device and sent when you are back online.',
  unreachable: 'The desk cannot be reached just now. What you write is kept on this device and sent when it answers.',
  limited: 'That was a lot at once. The next message goes out by itself',
  gone: 'The earlier conversation is no longer here. This is a new one.',
  read: 'I have read this',
  more: 'More',
  save: 'Save a copy',
  erase: 'Delete my conversation',
  eraseNow: 'Delete for good',
  keep: 'Keep it',
  eraseFailed: 'It could not be deleted just now. Please try again.',
  erased: 'Your conversation is deleted. An appointment made in it stays.',
};

/** Who wrote a message, in words. */
export function author(message, practice) {
  return { client: 'You', therapist: practice.therapist, desk: practice.name }[message.from] ?? 'Assistant';
}

/** "2:41 PM", with the day before it unless that is today. `now` is a Date. */
export function clock(at, now) {
  const moment = new Date(at);
  const time = moment.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
  if (moment.toDateString() === now.toDateString()) return time;
  return `${moment.toLocaleDateString('en-US', { weekday: 'short', month: 'short', day: 'numeric' })}, ${time}`;
}

/** The first two sentences and the rest ("" where there is no need to shorten). A question is never hidden. */
export function shorten(text) {
  const whole = [text, ''];
  if (text.trim().endsWith('?')) return whole;
  const paragraph = text.search(/\n\s*\n/);
  const first = paragraph < 0 ? text : text.slice(0, paragraph);
  const ends = [...first.matchAll(/[.!?]["”’)]?(?=\s+["“¿(]?\p{Lu})/gu)].map((match) => match.index + match[0].length);
  const cut = ends[1] ?? (paragraph < 0 ? -1 : paragraph);
  return cut < 0 || text.length - cut < 40 ? whole : [text.slice(0, cut), text.slice(cut).trim()];
}

/** The language of a text: the desk's few Spanish ones are known by their commonest words. */
export const languageOf = (text) => (/\b(llame|reserva|gracias|usted|hola|para)\b/i.test(text) ? 'es' : 'en');

/** The conversation as plain text, for the client to keep. */
export function transcript(messages, practice) {
  const line = (message) => `${new Date(message.at).toLocaleString('en-US')}  ${author(message, practice)}:\n${message.text}\n`;
  return [`Conversation with ${practice.name}\n`, ...messages.map(line)].join('\n');
}
