// The look of the widget. Colours follow roles; each text reaches 7:1 on its ground, light and dark.
// A page may set: --front-desk-accent, --front-desk-font, --front-desk-radius, --front-desk-width,
// --front-desk-right, --front-desk-bottom, --front-desk-layer.

export const styles = `
:host {
  --ink: #1d2b2a; --muted: #4a5955; --paper: #fbfaf7; --line: #d9d8d0; --edge: #76827e;
  --accent: #2a544e; --on-accent: #fff; --own: #e6eeea; --focus: #1b4fa0;
  --urgent: #7d2413; --urgent-ground: #fdeee9; --caution: #5f4300; --caution-ground: #fdf3d8;
  --good: #1d4a2c; --good-ground: #e5f2e8; --live: #153e7e; --live-ground: #e8eff9;
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
    --good: #bfe6c9; --good-ground: #17361f; --live: #c3d8fb; --live-ground: #172c4e;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, p, fieldset, legend { margin: 0; padding: 0; border: 0; min-width: 0; }
h2 { font-size: 1.0625em; line-height: 1.3; font-weight: 600; }
b { font-weight: 600; }
a { color: inherit; }
button, textarea, input { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }

button, a.choice, a.call {
  display: inline-flex; align-items: center; justify-content: center;
  min-height: 44px; min-width: 44px; padding: 8px 16px;
  border: 1px solid var(--edge); border-radius: var(--radius);
  background: var(--paper); color: var(--ink);
  text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, a.choice:hover, .option:hover span { border-color: var(--accent); background: var(--own); }
button.primary, button.launcher { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
button.primary:hover, button.launcher:hover { background: var(--accent); text-decoration: underline; text-underline-offset: 3px; }
button.quiet, button.more { border-color: transparent; background: none; color: var(--muted); font-size: .9375em; padding: 8px 10px; }
button.quiet:hover, button.more:hover { color: var(--ink); background: none; text-decoration: underline; text-underline-offset: 3px; }
button.more { color: var(--ink); padding: 0 8px 0 0; justify-content: start; text-decoration: underline; text-underline-offset: 3px; }
button.danger, a.call { border-color: var(--urgent); background: var(--urgent-ground); color: var(--urgent); font-weight: 600; }
button.launcher { min-height: 56px; padding: 0 24px; border-radius: 28px; box-shadow: 0 2px 10px rgb(20 32 31 / 22%); }

.panel {
  position: fixed; inset: auto var(--front-desk-right, 24px) var(--front-desk-bottom, 24px) auto;
  width: min(var(--front-desk-width, 24em), 100vw - 32px); max-width: none;
  height: min(42em, 100dvh - 48px); max-height: none;
  margin: 0; padding: 0; border: 1px solid var(--line); border-radius: calc(var(--radius) + 4px);
  background: var(--paper); color: var(--ink); overflow: hidden;
  box-shadow: 0 10px 36px rgb(20 32 31 / 20%);
}
.panel[open] { display: flex; flex-direction: column; animation: rise 160ms ease-out; }
.panel::backdrop { background: none; }
@keyframes rise { from { transform: translateY(8px); } }

.top { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 12px 8px 8px 20px; }
.who, .meta, .status, .left { font-size: .875em; line-height: 1.43; color: var(--muted); }
.notice { padding: 0 20px 12px; font-size: .875em; line-height: 1.43; color: var(--muted); border-bottom: 1px solid var(--line); }
.demonstration { padding: 6px 20px; font-size: .875em; line-height: 1.43; background: var(--caution-ground); color: var(--caution); }

.pinned { display: flex; flex-direction: column; flex: 0 1 auto; min-height: 0; max-height: 62%; padding: 14px 20px 16px; background: var(--urgent-ground); color: var(--urgent); border-bottom: 1px solid var(--urgent); }
.alert { flex: 0 1 auto; min-height: 3em; overflow-y: auto; font-weight: 600; }
.alert p + p { margin-top: 10px; padding-top: 10px; border-top: 1px solid var(--urgent); }

.log { flex: 1 0 4.5em; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px 20px; scrollbar-width: thin; }
.log:focus-visible { outline-offset: -3px; }
.messages { display: flex; flex-direction: column; }
.message { margin-bottom: 16px; max-width: 100%; min-width: 0; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.text + .text { margin-top: 12px; }
.client { align-self: flex-end; max-width: 86%; }
.client .meta { text-align: right; }
.client .text { background: var(--own); border-radius: var(--radius); padding: 8px 14px; }
.therapist .text { border-left: 3px solid var(--live); padding-left: 12px; }
.safety .text { background: var(--urgent-ground); color: var(--urgent); border-radius: var(--radius); padding: 10px 14px; }
.booking .text { background: var(--good-ground); color: var(--good); border-radius: var(--radius); padding: 10px 14px; }
.unsent .text { background: none; border: 1px dashed var(--edge); }
.refused { color: var(--urgent); margin: 6px 0; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; }
.choice { text-align: left; }

.picker { margin-top: 10px; }
.picker fieldset + fieldset { margin-top: 10px; }
legend { font-size: .875em; color: var(--muted); margin-bottom: 4px; }
.days { display: flex; gap: 8px; overflow-x: auto; padding: 5px; margin: -5px; scrollbar-width: thin; }
.times { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.25em, 1fr)); gap: 8px; }
.option { position: relative; flex: none; }
.option input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.option > span {
  display: flex; flex-direction: column; align-items: center; justify-content: center;
  min-height: 44px; min-width: 64px; padding: 6px 10px; line-height: 1.3; text-align: center;
  border: 1px solid var(--edge); border-radius: var(--radius); font-variant-numeric: tabular-nums;
}
.days span span { font-size: .875em; font-weight: 400; color: var(--muted); }
.option input:checked + span span { color: inherit; }
.option input:checked + span { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); background: var(--own); font-weight: 600; }
.option input:focus-visible + span { outline: 3px solid var(--focus); outline-offset: 2px; }
.picker .primary { width: 100%; margin-top: 12px; font-variant-numeric: tabular-nums; }

.status { padding: 0 20px; min-height: 1.43em; }
.trouble > p, .receipt { padding: 10px 20px; background: var(--caution-ground); color: var(--caution); }
.trouble { background: var(--caution-ground); color: var(--caution); }
.trouble a { margin: 0 20px 12px; }
.receipt { margin: -16px -20px 16px; background: var(--good-ground); color: var(--good); }

.composer { display: grid; grid-template-columns: 1fr auto; gap: 8px; align-items: end; padding: 8px 20px; }
textarea {
  min-height: 46px; max-height: 132px; padding: 10px 12px; resize: none;
  border: 1px solid var(--edge); border-radius: var(--radius); background: var(--paper); line-height: 1.5;
}
textarea::placeholder { color: var(--muted); opacity: 1; }
.composer .primary { min-height: 46px; }
.left { grid-column: 1 / -1; }
.left:empty { display: none; }
.footer { display: flex; flex-wrap: wrap; justify-content: space-between; padding: 0 10px 6px; }
.footer button { font-size: .875em; }
.footer:empty { padding: 4px; }
.footer p { width: 100%; padding: 4px 10px; color: var(--urgent); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

@media (max-width: 480px) {
  .panel { inset: 0; width: 100vw; height: 100dvh; border: 0; border-radius: 0; box-shadow: none; }
  .top { padding-left: 16px; }
  .footer { padding: 0 6px 4px; }
  .notice, .demonstration, .pinned, .log, .status, .composer { padding-left: 16px; padding-right: 16px; }
  .receipt { margin-left: -16px; margin-right: -16px; padding: 10px 16px; }
}
@media (max-height: 480px) {
  .notice, .demonstration { padding-bottom: 4px; }
  .pinned { max-height: 55%; }
}
@media (prefers-reduced-motion: reduce) {
  .panel[open] { animation: none; }
}
@media (forced-colors: active) {
  .option input:checked + span { background: Highlight; color: HighlightText; forced-color-adjust: none; }
  .client .text, .pinned, .safety .text, .booking .text, .trouble, .demonstration { border: 1px solid; }
}
`;
