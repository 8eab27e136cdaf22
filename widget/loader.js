// The one tag of a page that wants the chat: <script src="https://desk.example/widget.js" defer></script>.
// It fetches the element from where this script came from, and puts one on the page unless the page has its own.
(() => {
  const script = document.currentScript;
  const ready = import(new URL('widget/define.js', script.src).href);
  ready.then(() => {
    if (!document.querySelector('front-desk')) document.body.append(document.createElement('front-desk'));
  });
})();
