// Keeps the owner's accent colour readable: text on it reaches 7:1 whatever was chosen.

const linear = (channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);

/** Relative luminance of [red, green, blue] (0 to 255), as WCAG defines it. */
export function luminance([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((channel) => linear(channel / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours, from 1 to 21. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The nearest shade of `colour` towards `end` (black or white) on which `text` reaches 7:1. */
export function readable(colour, text, end) {
  for (let step = 0; step <= 100; step += 1) {
    const shade = colour.map((channel, i) => Math.round(channel + ((end[i] - channel) * step) / 100));
    if (contrast(shade, text) >= 7) return shade;
  }
  return end;
}
