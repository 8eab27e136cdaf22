// The one tag of a page that wants the chat: <script src="https://desk.example/widget.js" defer></script>.
// It fetches the element from where this script came from, and puts one on the page unless the page has its own.
(() => {
  const element = new URL('widget/define.js', document.currentScript.src);
  import(element).then(() => {
    if (!document.querySelector('front-desk')) document.body.append(document.createElement('front-desk'));
  });
})();
