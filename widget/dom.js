// Makes elements. Text always becomes a text node, so nothing that anybody wrote is ever read as HTML.

/** An element with attributes (`true` for an empty one, `false` or null for none), `on…` listeners and children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** A native button. It never submits a form by accident. */
export function button(label, onclick, attributes = {}) {
  return h('button', { type: 'button', onclick, ...attributes }, label);
}

/** Replaces what is in an element when its `state` (a text, shown itself unless there are children) changes. */
export function redraw(element, state, children = () => [state]) {
  if (element.dataset.state === state) return;
  element.dataset.state = state;
  element.replaceChildren(...children().filter(Boolean));
}
