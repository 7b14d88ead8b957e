// Two pens: one that draws on a canvas, one that writes SVG. Text is drawn or escaped, never parsed.

class CanvasPen {
  constructor(context) {
    this.context = context;
  }

  stroke({ color, width, alpha = 1, dash = null }) {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = color;
    context.lineWidth = width;
    context.lineCap = dash ? "round" : "butt";
    context.setLineDash(dash || []);
    context.stroke();
    context.globalAlpha = 1;
  }

  curves(all, style) {
    const { context } = this;
    context.beginPath();
    for (const [x0, y0, cx, cy, x1, y1] of all) {
      context.moveTo(x0, y0);
      context.quadraticCurveTo(cx, cy, x1, y1);
    }
    this.stroke(style);
  }

  loop({ sx, sy, r }, style) {
    this.context.beginPath();
    this.context.arc(sx + r * 0.8, sy - r * 0.8, Math.max(r * 0.8, 7), 0.75 * Math.PI, 2.75 * Math.PI - 1.2);
    this.stroke(style);
  }

  polygons(all, { fill, alpha = 1 }) {
    const { context } = this;
    context.beginPath();
    for (const [x0, y0, ...rest] of all) {
      context.moveTo(x0, y0);
      for (let at = 0; at < rest.length; at += 2) context.lineTo(rest[at], rest[at + 1]);
      context.closePath();
    }
    context.globalAlpha = alpha;
    context.fillStyle = fill;
    context.fill();
    context.globalAlpha = 1;
  }

  shape(kind, { sx, sy, r, w, h }, { fill, stroke, width, dash = null }) {
    const { context } = this;
    context.beginPath();
    if (kind === "dot" || kind === "bubble") context.arc(sx, sy, r, 0, 2 * Math.PI);
    else if (kind === "box") context.roundRect(sx - w / 2, sy - h / 2, w, h, Math.min(6, h / 3));
    else
      for (const [at, [x, y]] of corners(kind, r).entries())
        at ? context.lineTo(sx + x, sy + y) : context.moveTo(sx + x, sy + y);
    if (kind !== "dot" && kind !== "bubble") context.closePath();
    context.fillStyle = fill;
    context.fill();
    this.stroke({ color: stroke, width, dash });
  }

  text(lines, x, y, size, { color, halo, strong = false }) {
    const { context } = this;
    context.font = `${strong ? 600 : 500} ${size.toFixed(1)}px ${FACE}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.setLineDash([]);
    context.lineJoin = "round";
    lines.forEach((line, at) => {
      const down = y + (at - (lines.length - 1) / 2) * size * 1.18;
      if (halo) {
        context.strokeStyle = halo;
        context.lineWidth = 3.5;
        context.strokeText(line, x, down);
      }
      context.fillStyle = color;
      context.fillText(line, x, down);
    });
  }
}

const corners = (kind, r) =>
  ({
    diamond: [
      [0, -1.15 * r],
      [1.15 * r, 0],
      [0, 1.15 * r],
      [-1.15 * r, 0],
    ],
    triangle: [
      [0, -1.1 * r],
      [1.1 * r, 0.85 * r],
      [-1.1 * r, 0.85 * r],
    ],
    square: [
      [-0.88 * r, -0.88 * r],
      [0.88 * r, -0.88 * r],
      [0.88 * r, 0.88 * r],
      [-0.88 * r, 0.88 * r],
    ],
  })[kind];

// Escaped for XML, and without the characters that XML cannot hold.
const xml = (text) =>
  String(text)
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

class SvgPen {
  constructor(width, height) {
    this.size = [width, height];
    this.parts = [];
  }

  put(tag, attributes, inside = "") {
    const written = Object.entries(attributes)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => ` ${name}="${xml(typeof value === "number" ? +value.toFixed(1) : value)}"`);
    this.parts.push(`<${tag}${written.join("")}>${inside}</${tag}>`);
  }

  path(d, { color, width, alpha = 1, dash = null }) {
    this.put("path", {
      d,
      fill: "none",
      stroke: color,
      "stroke-width": width,
      "stroke-opacity": String(alpha),
      "stroke-dasharray": dash && dash.join(" "),
      "stroke-linecap": dash ? "round" : null,
    });
  }

  curves(all, style) {
    this.path(
      all
        .map((curve) => curve.map((n) => n.toFixed(1)))
        .map(([a, b, c, d, e, f]) => `M${a} ${b}Q${c} ${d} ${e} ${f}`)
        .join(""),
      style,
    );
  }

  loop({ sx, sy, r }, style) {
    this.put("circle", {
      cx: sx + r * 0.8,
      cy: sy - r * 0.8,
      r: Math.max(r * 0.8, 7),
      fill: "none",
      stroke: style.color,
      "stroke-width": style.width,
      "stroke-opacity": String(style.alpha),
    });
  }

  polygons(all, { fill, alpha = 1 }) {
    for (const points of all)
      this.put("polygon", { points: points.map((n) => n.toFixed(1)).join(" "), fill, "fill-opacity": String(alpha) });
  }

  shape(kind, { sx, sy, r, w, h }, { fill, stroke, width, dash = null }) {
    const style = { fill, stroke, "stroke-width": width, "stroke-dasharray": dash && dash.join(" ") };
    if (kind === "dot" || kind === "bubble") this.put("circle", { cx: sx, cy: sy, r, ...style });
    else if (kind === "box")
      this.put("rect", { x: sx - w / 2, y: sy - h / 2, width: w, height: h, rx: Math.min(6, h / 3), ...style });
    else
      this.put("polygon", {
        points: corners(kind, r)
          .map(([x, y]) => `${(sx + x).toFixed(1)},${(sy + y).toFixed(1)}`)
          .join(" "),
        ...style,
      });
  }

  text(lines, x, y, size, { color, halo, strong = false }) {
    const spans = lines.map(
      (line, at) =>
        `<tspan x="${x.toFixed(1)}" y="${(y + (at - (lines.length - 1) / 2) * size * 1.18).toFixed(1)}">${xml(line)}</tspan>`,
    );
    this.put(
      "text",
      {
        "font-size": size,
        "font-weight": strong ? "600" : "500",
        fill: color,
        "text-anchor": "middle",
        "dominant-baseline": "central",
        ...(halo ? { stroke: halo, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" } : {}),
      },
      spans.join(""),
    );
  }

  toString() {
    const [width, height] = this.size;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${xml(FACE)}">` +
      `<title>${xml(data.title)}</title><rect width="${width}" height="${height}" fill="${xml(tones.paper)}"/>${this.parts.join("")}</svg>`
    );
  }
}
