// The look of the widget. Colours follow roles; each text reaches 7:1 on its ground, light and dark.
// A page may set: --front-desk-accent, --front-desk-font, --front-desk-radius, --front-desk-width,
// --front-desk-right, --front-desk-bottom, --front-desk-layer.

export const styles = `
:host {
  --ink: #1d2b2a; --muted: #4a5955; --paper: #fbfaf7; --line: #d9d8d0; --edge: #76827e;
  --accent: #2a544e; --on-accent: #fff; --own: #e6eeea; --focus: #1b4fa0;
  --urgent: #7d2413; --urgent-ground: #fdeee9; --caution: #5f4300; --caution-ground: #fdf3d8;
  --good: #1d4a2c; --good-ground: #e5f2e8; --live: #153e7e;
  --radius: var(--front-desk-radius, 10px);
  color-scheme: light dark;
  font: 400 max(1rem, 16px)/1.5 var(--front-desk-font, system-ui, sans-serif);
  color: var(--ink);
  position: fixed; z-index: var(--front-desk-layer, 2147483000);
  right: var(--front-desk-right, 24px); bottom: var(--front-desk-bottom, 24px);
}
@media (prefers-color-scheme: dark) {
  :host {
    --ink: #e9efec; --muted: #b4c2bd; --paper: #14201f; --line: #33423f; --edge: #83938e;
    --accent: #9ccfc3; --on-accent: #14201f; --own: #243834; --focus: #a9c8ff;
    --urgent: #ffcfc4; --urgent-ground: #45190f; --caution: #f6dc9c; --caution-ground: #3b2d0b;
    --good: #bfe6c9; --good-ground: #17361f; --live: #c3d8fb;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p, fieldset, legend { margin: 0; padding: 0; border: 0; min-width: 0; }
h2 { font-size: 1.0625em; }
h2, b { font-weight: 600; }
a { color: inherit; }
button, textarea, input { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }

button, .choice, .call, .option > span {
  display: inline-flex; align-items: center; justify-content: center;
  min-height: 44px; min-width: 44px; padding: 8px 16px; line-height: 1.3; text-decoration: none; cursor: pointer;
}
button, .choice, .call, .option > span, textarea {
  border: 1px solid var(--edge); border-radius: var(--radius);
  background: var(--paper); color: var(--ink);
}
button:hover, .choice:hover, .option:hover > span { border-color: var(--accent); background: var(--own); }
.primary, .primary:hover { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.quiet, .quiet:hover { border-color: transparent; background: none; color: var(--muted); padding: 8px 10px; }
.more { padding-left: 0; color: var(--ink); }
.more, .quiet:hover, .primary:hover { text-decoration: underline; text-underline-offset: 3px; }
.call, .call:hover { border-color: var(--urgent); background: var(--urgent-ground); color: var(--urgent); font-weight: 600; }
.launcher { min-height: 56px; padding: 0 24px; border-radius: 28px; box-shadow: 0 2px 10px rgb(20 32 31 / 20%); }

.panel {
  --side: 20px;
  position: fixed; inset: auto var(--front-desk-right, 24px) var(--front-desk-bottom, 24px) auto;
  width: min(var(--front-desk-width, 24em), 100vw - 32px); max-width: none;
  height: min(42em, 100dvh - 48px); max-height: none;
  margin: 0; padding: 0; border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px);
  background: var(--paper); color: var(--ink); overflow: hidden;
  box-shadow: 0 10px 36px rgb(20 32 31 / 20%);
}
.panel[open] { display: flex; flex-direction: column; animation: rise 160ms ease-out; }
@keyframes rise { from { transform: translateY(8px); } }

.top { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 12px 8px 8px var(--side); }
.small, .meta, legend { font-size: .875em; line-height: 1.43; color: var(--muted); }
.notice { padding: 0 var(--side) 12px; border-bottom: 1px solid var(--line); }
.caution { padding: 6px var(--side); background: var(--caution-ground); color: var(--caution); }

.pinned { display: flex; flex-direction: column; flex: 0 1 auto; min-height: 0; max-height: 70%; padding: 14px var(--side) 16px; background: var(--urgent-ground); color: var(--urgent); border-bottom: 1px solid; }
.alert { min-height: 3em; overflow-y: auto; font-weight: 600; }
.alert p + p { margin-top: 10px; }

.log { flex: 1 9 4.5em; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px var(--side); }
.log:focus-visible { outline-offset: -3px; }
.messages { display: flex; flex-direction: column; }
.message { margin-bottom: 16px; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; outline: none; }
.client { align-self: flex-end; max-width: 86%; }
.client .meta { text-align: right; }
.client .said, .safety .said, .booking .said { background: var(--own); border-radius: var(--radius); padding: 8px 14px; }
.safety .said { background: var(--urgent-ground); color: var(--urgent); }
.booking .said { background: var(--good-ground); color: var(--good); }
.therapist .said { border-left: 3px solid var(--live); padding-left: 12px; }
.unsent .said { background: none; border: 1px dashed var(--edge); }
.refused { color: var(--urgent); margin: 6px 0; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }

.picker, fieldset + fieldset { margin-top: 10px; font-variant-numeric: tabular-nums; }
legend { margin-bottom: 4px; }
.days { display: flex; gap: 8px; overflow-x: auto; padding: 5px; margin: -5px; }
.times { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.25em, 1fr)); gap: 8px; }
.option { position: relative; flex: none; }
.option input { position: absolute; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.option > span { display: flex; flex-direction: column; padding: 6px 10px; }
.option span span { font-size: .875em; font-weight: 400; color: var(--muted); }
.option input:checked + span { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); background: var(--own); font-weight: 600; }
.option input:checked + span span { color: inherit; }
.option input:focus-visible + span { outline: 3px solid var(--focus); outline-offset: 2px; }
.picker .primary { width: 100%; margin-top: 12px; }

.status { padding: 0 var(--side); min-height: 1.43em; }
.trouble:empty { display: none; }
.receipt { margin-bottom: 16px; padding: 8px 14px; border-radius: var(--radius); background: var(--good-ground); color: var(--good); }

.composer { display: grid; grid-template-columns: 1fr auto; gap: 8px; align-items: end; padding: 8px var(--side); }
textarea { min-height: 46px; max-height: 132px; padding: 10px 12px; resize: none; line-height: 1.5; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.composer button { min-height: 46px; }
.left { grid-column: 1 / -1; }
.footer { display: flex; flex-wrap: wrap; justify-content: space-between; padding: 0 8px 6px; font-size: .875em; }
.footer p { width: 100%; padding: 4px 10px; color: var(--urgent); }

@media (max-width: 480px) {
  .panel { --side: 16px; inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; }
}
@media (prefers-reduced-motion: reduce) {
  .panel[open] { animation: none; }
}
@media (forced-colors: active) {
  .option input:checked + span { background: Highlight; color: HighlightText; forced-color-adjust: none; }
  .client .said, .pinned, .safety .said, .booking .said, .caution { border: 1px solid; }
}
`;
