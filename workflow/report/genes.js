// Look at any gene: search, volcano and MA plot, counts by sample, table. The page is complete
// without it; the numbers are those of results/tables/<contrast>/differential_expression.tsv.
"use strict";
(() => {
  const box = document.getElementById("explorer");
  if (!box || typeof DecompressionStream === "undefined") return;
  const $ = (name) => box.querySelector(`[data-part="${name}"]`);
  const PAGE = 25;
  const COLUMNS = [
    ["symbol", "Gene"], ["id", "Id"], ["mean", "Mean count"], ["lfc", "log2FC"], ["se", "SE"],
    ["shrunken", "Shrunken"], ["p", "p"], ["q", "FDR"], ["status", "Status"],
  ];
  let about, data, counts, loading;
  const tables = new Map();
  const state = { contrast: 0, plot: "volcano", gene: -1, sort: "q", down: false, page: 0 };

  // ---- data: gzip of byte-shuffled numbers, as report/gene_data.py writes them. Numbers lie in
  // typed arrays and names in one text each: 20,000 genes as objects would take 10 MB more
  async function unpacked(name) {
    const block = document.getElementById(name);
    const text = atob(block.textContent.trim());
    // it is needed once
    block.remove();
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  function numbers(bytes, offset, n, width) {
    const out = new Uint8Array(n * width);
    for (let k = 0; k < width; k++) {
      for (let i = 0, from = offset + k * n; i < n; i++) out[i * width + k] = bytes[from + i];
    }
    return width === 4 ? new Float32Array(out.buffer) : new Uint16Array(out.buffer);
  }

  // A name a line; questions about line i make no string
  class Names {
    constructor(text, n) {
      this.text = text;
      this.starts = new Uint32Array(n + 1);
      for (let i = 0; i < n; i++) {
        const end = text.indexOf("\n", this.starts[i]);
        this.starts[i + 1] = (end < 0 ? text.length : end) + 1;
      }
    }
    size(i) { return this.starts[i + 1] - this.starts[i] - 1; }
    at(i) { return this.text.slice(this.starts[i], this.starts[i + 1] - 1); }
    begins(i, wanted) { return wanted.length <= this.size(i) && this.text.startsWith(wanted, this.starts[i]); }
    is(i, wanted) { return wanted.length === this.size(i) && this.begins(i, wanted); }
    low() { return new Names(this.text.toLowerCase(), this.starts.length - 1); }
  }

  async function load() {
    about = JSON.parse(new TextDecoder().decode(await unpacked("data-genes")));
    for (const name of ["ids", "symbols", "aliases"]) {
      about[name] = new Names(about[name], about.n);
      about[`low_${name}`] = about[name].low();
    }
    for (const [i, contrast] of about.contrasts.entries()) {
      $("contrast").append(new Option(contrast.id, String(i)));
    }
    $("contrast").parentElement.hidden = about.contrasts.length < 2;
    await choose(0);
    box.hidden = false;
    draw();
    fromAddress();
    const bytes = await unpacked("data-counts");
    counts = numbers(bytes, 0, bytes.length / 2, 2);
    show();
  }

  async function choose(i) {
    if (!tables.has(i)) {
      const bytes = await unpacked(`data-contrast-${i}`);
      const n = about.n;
      const table = { status: bytes.subarray(0, n) };
      const { fields, means } = about.contrasts[i];
      fields.forEach((field, k) => { table[field] = numbers(bytes, n + 4 * n * k, n, 4); });
      if (!table.mean) {
        await choose(means);
        table.mean = tables.get(means).mean;
      }
      table.q = table.q || adjusted(table);
      tables.set(i, table);
    }
    state.contrast = i;
    data = tables.get(i);
    $("contrast").value = String(i);
    draw();
    list();
    show();
  }

  // Positions of the genes of which something is true
  function genes(holds) {
    const found = new Uint32Array(about.n);
    let n = 0;
    for (let i = 0; i < found.length; i++) if (holds(i)) found[n++] = i;
    return found.slice(0, n);
  }

  // Benjamini and Hochberg over the tested genes, in -log10
  function adjusted(table) {
    const code = about.statuses.findIndex((status) => status.code === "tested");
    const tested = genes((i) => table.status[i] === code);
    tested.sort((a, b) => table.p[b] - table.p[a]);
    const out = new Float32Array(table.p.length).fill(NaN);
    let height = 0;
    for (let rank = tested.length; rank > 0; rank--) {
      const i = tested[rank - 1];
      height = Math.max(height, table.p[i] + Math.log10(rank / tested.length));
      out[i] = height;
    }
    return out;
  }

  // ---- words
  const digits = (x, n) => {
    if (!Number.isFinite(x)) return "\u2013";
    if (x !== 0 && Math.abs(x) < 1e-4) return x.toExponential(n - 1).replace("-", "\u2212");
    return Number(x.toPrecision(n)).toLocaleString("en", { maximumSignificantDigits: n });
  };
  const fixed = (x) => (Number.isFinite(x) ? x.toFixed(2).replace("-", "\u2212") : "\u2013");
  const signed = (x) => (x > 0 ? `+${fixed(x)}` : fixed(x));
  function chance(height) {
    if (!Number.isFinite(height)) return "\u2013";
    if (height < 3) return digits(10 ** -height, 2);
    // smaller ones are not told apart from 0
    if (height > 300) return "< 1e-300";
    const power = Math.floor(-height);
    return `${(10 ** (-height - power)).toFixed(1)}e\u2212${-power}`;
  }
  const called = (i) => data.q[i] > about.contrasts[state.contrast].height;
  const kind = (i) => {
    if (!called(i)) return "";
    if (!about.contrasts[state.contrast].directed) return "other";
    return data.lfc[i] > 0 ? "up" : "down";
  };
  const statusOf = (i) => about.statuses[data.status[i]];
  const mean = (i) => data.mean[i];
  const nameOf = (i) => about.symbols.at(i) || about.ids.at(i);
  const cell = (name, i) => {
    if (name === "symbol") return nameOf(i);
    if (name === "id") return about.ids.at(i);
    if (name === "mean") return digits(mean(i), 3);
    if (name === "p" || name === "q") return chance(data[name][i]);
    if (name === "status") return statusOf(i).label;
    return name === "se" ? fixed(data.se[i]) : signed(data[name][i]);
  };

  // what a screen reader is told
  const say = (text) => { $("said").textContent = text; };

  // ---- search
  function matches(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const { low_ids: ids, low_symbols: symbols, low_aliases: aliases } = about;
    const ranks = [];
    for (let i = 0; i < about.n; i++) {
      let rank = 9;
      if (symbols.is(i, wanted) || ids.is(i, wanted)) rank = 0;
      else {
        const others = aliases.size(i) ? aliases.at(i).split("|") : [];
        if (others.includes(wanted)) rank = 1;
        else if (symbols.begins(i, wanted)) rank = 2;
        else if (ids.begins(i, wanted) || others.some((name) => name.startsWith(wanted))) rank = 3;
      }
      if (rank < 9) ranks.push([rank, symbols.size(i), i]);
    }
    ranks.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return ranks;
  }

  function absent(text) {
    const wanted = text.trim().toLowerCase();
    if (`\n${about.absent}\n`.toLowerCase().includes(`\n${wanted}\n`)) {
      return `${text.trim()} is a gene of the annotation, but the counts have no row for it: it was left out before they came here.`;
    }
    return about.annotated
      ? `${text.trim()} is not in the annotation and not in the counts. Try another name, or the Ensembl id.`
      : `${text.trim()} is not in the counts.`;
  }

  function closed() {
    $("options").hidden = true;
    $("search").setAttribute("aria-expanded", "false");
    $("search").removeAttribute("aria-activedescendant");
  }

  function suggest() {
    const options = $("options");
    const text = $("search").value;
    const all = matches(text);
    const found = all.slice(0, 8);
    options.replaceChildren();
    found.forEach(([rank, , i], k) => {
      const item = document.createElement("li");
      item.id = `option-${k}`;
      item.role = "option";
      item.setAttribute("aria-selected", "false");
      item.dataset.gene = String(i);
      const alias = rank === 1 || rank === 3
        ? about.aliases.at(i).split("|").find((n) => n.toLowerCase().startsWith(text.trim().toLowerCase()))
        : "";
      item.textContent = `${nameOf(i)}${alias ? ` (${alias})` : ""} \u00b7 ${about.ids.at(i)}`;
      options.append(item);
    });
    closed();
    options.hidden = found.length === 0;
    $("search").setAttribute("aria-expanded", String(found.length > 0));
    if (!text.trim()) say("");
    else if (!all.length) say(absent(text));
    else say(`${all.length.toLocaleString("en")} ${all.length === 1 ? "gene matches" : "genes match"}${all.length > 8 ? "; 8 are listed" : ""}. Arrow keys choose, Enter opens.`);
  }

  function pick(step) {
    const items = [...$("options").children];
    if (!items.length) return;
    const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    const next = (now + step + items.length) % items.length;
    items.forEach((item, k) => item.setAttribute("aria-selected", String(k === next)));
    $("search").setAttribute("aria-activedescendant", items[next].id);
  }

  function open(i, focus) {
    state.gene = i;
    closed();
    $("search").value = nameOf(i);
    show();
    draw();
    const slug = encodeURIComponent(about.contrasts[state.contrast].slug);
    history.replaceState(null, "", `#gene/${slug}/${encodeURIComponent(about.ids.at(i))}`);
    // the focus itself has the gene read out
    say(focus ? "" : `${nameOf(i)}: log2FC ${cell("lfc", i)}, FDR ${cell("q", i)}`);
    if (focus) $("gene").focus();
  }

  async function fromAddress() {
    const parts = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (parts[0] !== "gene" || parts.length !== 3) return;
    const [i] = genes((gene) => about.ids.is(gene, parts[2]));
    const k = about.contrasts.findIndex((contrast) => contrast.slug === parts[1]);
    if (k >= 0 && k !== state.contrast) await choose(k);
    if (i >= 0) open(i, false);
    else say(absent(parts[2]));
    box.scrollIntoView();
  }

  // ---- one gene
  function show() {
    const part = $("gene");
    const i = state.gene;
    part.hidden = i < 0;
    if (i < 0) return;
    const contrast = about.contrasts[state.contrast];
    const title = document.createElement("h4");
    title.id = "gene-title";
    const name = document.createElement("i");
    name.textContent = nameOf(i);
    title.append(name, ` ${about.ids.at(i)}`);
    const word = document.createElement("p");
    const half = 1.959964 * data.se[i];
    const range = Number.isFinite(half)
      ? ` [${fixed(data.lfc[i] - half)}, ${fixed(data.lfc[i] + half)}]` : "";
    word.textContent = `${contrast.target} against ${contrast.reference}: log2FC ${signed(data.lfc[i])}${range}, p ${chance(data.p[i])}, FDR ${chance(data.q[i])}; mean count ${digits(mean(i), 3)}.`;
    const status = document.createElement("p");
    status.textContent = about.reasons[about.ids.at(i)]
      || (statusOf(i).code === "tested" ? "" : `${statusOf(i).label}. ${statusOf(i).meaning}`);
    part.replaceChildren(title, word, status, strip(i));
    if (about.aliases.size(i)) {
      const also = document.createElement("p");
      also.className = "fine";
      also.textContent = `Also called ${about.aliases.at(i).split("|").join(", ")}.`;
      part.append(also);
    }
  }

  function strip(i) {
    const svgns = "http://www.w3.org/2000/svg";
    const make = (tag, attributes, text) => {
      const node = document.createElementNS(svgns, tag);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
      if (text !== undefined) node.textContent = text;
      return node;
    };
    if (!counts || !counts.length) {
      const none = document.createElement("p");
      none.className = "fine";
      none.textContent = counts ? "Counts of single samples are not in this page: the study is too large." : "";
      return none;
    }
    const n = about.n;
    // the median of the gene, then how many steps each sample is from it: 0, -1, 1, -2, ...
    const value = about.samples.map((_, s) => {
      const folded = counts[(s + 1) * n + i];
      const apart = folded % 2 ? -(folded + 1) / 2 : folded / 2;
      return 2 ** ((counts[i] + apart) / about.steps) - 1;
    });
    const top = Math.max(...value, 1);
    const row = 20;
    const height = about.groups.length * row + 34;
    const svg = make("svg", { viewBox: `0 0 460 ${height}`, width: 460, height, role: "img" });
    svg.setAttribute("aria-label", `Normalised counts by sample: ${about.samples.map((s, k) => `${s.name} ${digits(value[k], 3)}`).join(", ")}`);
    const x = (v) => 150 + (290 * Math.log2(v + 1)) / Math.log2(top + 1);
    about.groups.forEach((group, g) => {
      const y = 14 + g * row;
      const label = group.length > 20 ? `${group.slice(0, 19)}\u2026` : group;
      svg.append(make("text", { x: 142, y: y + 4, "text-anchor": "end" }, label));
      svg.append(make("line", { x1: 150, x2: 440, y1: y, y2: y, class: "rule" }));
    });
    about.samples.forEach((sample, s) => {
      const dot = make("circle", { cx: x(value[s]), cy: 14 + sample.group * row, r: 4, class: "dot" });
      dot.append(make("title", {}, `${sample.name}: ${digits(value[s], 3)}`));
      svg.append(dot);
    });
    const base = about.groups.length * row + 10;
    for (const tick of [0, 1, 10, 100, 1000, 10000, 100000, 1000000].filter((t) => t <= top)) {
      svg.append(make("text", { x: x(tick), y: base + 8, "text-anchor": "middle" }, tick >= 1000 ? `${tick / 1000}k` : String(tick)));
    }
    svg.append(make("text", { x: 295, y: base + 22, "text-anchor": "middle" }, `normalised count, log scale${about.steps < 1000 ? ", to about 2%" : ""}`));
    return svg;
  }

  // ---- plot
  // genes that can be drawn, and where they lie, in CSS pixels
  let spots = new Uint32Array(0);
  let across = new Float32Array(0);
  let down = new Float32Array(0);

  function draw() {
    // what is hidden has no width to draw into
    if (box.hidden) return;
    const canvas = $("plot");
    const width = canvas.clientWidth;
    const height = Math.round(width * 0.68);
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(box);
    const colour = (name) => style.getPropertyValue(`--${name}`);
    const ink = style.color;
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const volcano = state.plot === "volcano";
    const xs = volcano ? data.lfc : data.mean;
    const ys = volcano ? data.p : data.lfc;
    const px = volcano ? (v) => v : (v) => Math.log10(v);
    spots = genes((i) => Number.isFinite(px(xs[i])) && Number.isFinite(ys[i]));
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const i of spots) {
      const x = px(xs[i]);
      if (x < left) left = x;
      if (x > right) right = x;
      if (ys[i] < low) low = ys[i];
      if (ys[i] > high) high = ys[i];
    }
    $("empty").hidden = spots.length > 0;
    if (!spots.length) return;
    if (volcano) { low = 0; high *= 1.04; }
    const pad = { left: 44, right: 12, top: 10, bottom: 34 };
    const X = (v) => pad.left + ((v - left) / (right - left || 1)) * (width - pad.left - pad.right);
    const Y = (v) => height - pad.bottom - ((v - low) / (high - low || 1)) * (height - pad.top - pad.bottom);
    across = Float32Array.from(spots, (i) => X(px(xs[i])));
    down = Float32Array.from(spots, (i) => Y(ys[i]));
    pen.font = "12px system-ui, sans-serif";
    pen.fillStyle = ink;
    pen.strokeStyle = colour("axis");
    pen.textAlign = "center";
    for (const [from, to, place, level] of [[left, right, X, true], [low, high, Y, false]]) {
      const step = 10 ** Math.floor(Math.log10((to - from) / 4 || 1));
      const size = (to - from) / step > 12 ? step * 5 : (to - from) / step > 6 ? step * 2 : step;
      for (let t = Math.ceil(from / size) * size; t <= to; t += size) {
        const shown = level && !volcano ? digits(10 ** t, 2) : digits(t, 3).replace("-", "\u2212");
        if (level) pen.fillText(shown, place(t), height - pad.bottom + 16);
        else { pen.textAlign = "right"; pen.fillText(shown, pad.left - 6, place(t) + 4); pen.textAlign = "center"; }
      }
    }
    pen.fillText(volcano ? "log2 fold change" : "mean of normalised counts", (pad.left + width) / 2, height - 4);
    pen.save();
    pen.translate(12, height / 2);
    pen.rotate(-Math.PI / 2);
    pen.fillText(volcano ? "\u2212log10 p" : "log2 fold change", 0, 0);
    pen.restore();
    const zero = volcano ? X(0) : Y(0);
    pen.beginPath();
    if (volcano) { pen.moveTo(zero, pad.top); pen.lineTo(zero, height - pad.bottom); }
    else { pen.moveTo(pad.left, zero); pen.lineTo(width - pad.right, zero); }
    pen.stroke();
    for (const layer of ["", "up", "down", "other"]) {
      pen.fillStyle = colour(`mark-${layer || "none"}`);
      for (let k = 0; k < spots.length; k++) {
        if (kind(spots[k]) !== layer) continue;
        const [x, y] = [across[k], down[k]];
        if (layer === "up" || layer === "down") {
          const tip = layer === "up" ? -3 : 3;
          pen.beginPath();
          pen.moveTo(x, y + tip);
          pen.lineTo(x - 3, y - tip);
          pen.lineTo(x + 3, y - tip);
          pen.fill();
        } else pen.fillRect(x - 1.25, y - 1.25, 2.5, 2.5);
      }
    }
    const chosen = spots.indexOf(state.gene);
    if (chosen >= 0) {
      const [x, y] = [across[chosen], down[chosen]];
      pen.strokeStyle = ink;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(x, y, 7, 0, 7);
      pen.stroke();
      pen.fillStyle = ink;
      pen.textAlign = x > width / 2 ? "right" : "left";
      pen.fillText(nameOf(state.gene), x + (x > width / 2 ? -11 : 11), y + 4);
    }
    const n = spots.filter((i) => kind(i)).length;
    canvas.setAttribute("aria-label", `${volcano ? "Volcano" : "MA"} plot of ${spots.length} genes, ${n} with FDR below ${about.contrasts[state.contrast].alpha}. Arrow keys go from gene to gene among these; Enter shows the counts.`);
  }

  function near(event) {
    const canvas = $("plot");
    const frame = canvas.getBoundingClientRect();
    let best = -1;
    let least = 400;
    for (let k = 0; k < spots.length; k++) {
      const d = (across[k] - event.clientX + frame.left) ** 2 + (down[k] - event.clientY + frame.top) ** 2;
      if (d < least) { least = d; best = spots[k]; }
    }
    return best;
  }

  function walk(step) {
    const order = spots.filter((i) => kind(i)).sort((a, b) => data.q[b] - data.q[a] || a - b);
    if (!order.length) return;
    const now = order.indexOf(state.gene);
    const next = order[(now + step + order.length) % order.length];
    open(next, false);
  }

  // ---- table
  let rows = new Uint32Array(0);
  function list() {
    const text = $("filter").value.trim().toLowerCase();
    const wanted = {
      all: () => true,
      called,
      up: (i) => kind(i) === "up",
      down: (i) => kind(i) === "down",
      panel: (i) => about.contrasts[state.contrast].panel.includes(i),
      untested: (i) => statusOf(i).code !== "tested",
    }[$("which").value];
    const named = (i) => about.low_symbols.at(i).includes(text) || about.low_ids.at(i).includes(text);
    rows = genes((i) => wanted(i) && (!text || named(i)));
    const name = state.sort;
    const turn = state.down ? -1 : 1;
    if (name === "symbol" || name === "id" || name === "status") {
      const words = new Array(about.n);
      for (const i of rows) words[i] = cell(name, i);
      rows.sort((a, b) => (words[a] < words[b] ? -turn : words[a] > words[b] ? turn : a - b));
    } else {
      const values = data[name];
      // p and FDR are held as -log10: the smallest come first; what is missing comes last
      const sign = name === "p" || name === "q" ? -turn : turn;
      const missing = (i) => Number(Number.isNaN(values[i]));
      rows.sort((a, b) => missing(a) - missing(b) || sign * (values[a] - values[b]) || a - b);
    }
    state.page = Math.min(state.page, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
    page();
  }

  function page() {
    const body = $("rows");
    body.replaceChildren();
    for (const i of rows.slice(state.page * PAGE, (state.page + 1) * PAGE)) {
      const line = document.createElement("tr");
      for (const [name] of COLUMNS) {
        const item = document.createElement(name === "symbol" ? "th" : "td");
        if (name === "symbol") {
          item.scope = "row";
          const button = document.createElement("button");
          button.type = "button";
          button.className = "plain";
          button.textContent = cell(name, i);
          button.addEventListener("click", () => open(i, true));
          item.append(button);
        } else {
          item.textContent = cell(name, i);
          if (!["id", "status"].includes(name)) item.className = "num";
        }
        line.append(item);
      }
      body.append(line);
    }
    const last = Math.min((state.page + 1) * PAGE, rows.length);
    $("count").textContent = rows.length
      ? `${(state.page * PAGE + 1).toLocaleString("en")} to ${last.toLocaleString("en")} of ${rows.length.toLocaleString("en")} genes`
      : "No gene passes these filters.";
    const used = document.activeElement;
    $("before").disabled = state.page === 0;
    $("after").disabled = last >= rows.length;
    // a button that can no longer be pressed would lose the focus
    if (used === $("before") && used.disabled) $("after").focus();
    if (used === $("after") && used.disabled) $("before").focus();
    for (const head of $("head").querySelectorAll("th")) {
      const mine = head.dataset.sort === state.sort;
      head.setAttribute("aria-sort", mine ? (state.down ? "descending" : "ascending") : "none");
    }
  }

  function download() {
    // a spreadsheet would run a text that begins like a formula
    const safe = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/[\t\r\n]/g, " ");
    const number = (x) => (Number.isFinite(x) ? String(Number(x.toPrecision(7))) : "");
    const small = (h) => (Number.isFinite(h) ? `${(10 ** (-h - Math.floor(-h))).toPrecision(4)}e${Math.floor(-h)}` : "");
    const lines = [["gene_id", "gene_name", "baseMean", "log2FoldChange", "lfcSE", "log2FoldChange_shrunken", "pvalue", "padj", "status"].join("\t")];
    for (const i of rows) {
      lines.push([safe(about.ids.at(i)), safe(about.symbols.at(i)), number(mean(i)), number(data.lfc[i]), number(data.se[i]), number(data.shrunken[i]), small(data.p[i]), small(data.q[i]), statusOf(i).code].join("\t"));
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/tab-separated-values" }));
    link.download = `${about.contrasts[state.contrast].slug}_genes.tsv`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // ---- wiring
  for (const [name, title] of COLUMNS) {
    const head = document.createElement("th");
    head.scope = "col";
    head.dataset.sort = name;
    if (!["symbol", "id", "status"].includes(name)) head.className = "num";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = title;
    button.addEventListener("click", () => {
      state.down = state.sort === name && !state.down;
      state.sort = name;
      state.page = 0;
      list();
    });
    head.append(button);
    $("head").append(head);
  }
  $("search").addEventListener("input", suggest);
  $("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      pick(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !$("options").hidden) {
      // the first closes the list, a second one empties the field
      event.preventDefault();
      closed();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = $("options").querySelector('[aria-selected="true"]') || $("options").firstElementChild;
      if (chosen) open(Number(chosen.dataset.gene), true);
      else if ($("search").value.trim()) say(absent($("search").value));
    }
  });
  $("search").addEventListener("blur", closed);
  // a click on an option must not take the focus from the search, which would close the list
  $("options").addEventListener("mousedown", (event) => event.preventDefault());
  $("options").addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) open(Number(item.dataset.gene), true);
  });
  $("contrast").addEventListener("change", (event) => choose(Number(event.target.value)));
  $("kind").addEventListener("change", (event) => { state.plot = event.target.value; draw(); });
  $("which").addEventListener("change", () => { state.page = 0; list(); });
  $("filter").addEventListener("input", () => { state.page = 0; list(); });
  $("before").addEventListener("click", () => { state.page -= 1; page(); });
  $("after").addEventListener("click", () => { state.page += 1; page(); });
  $("download").addEventListener("click", download);
  $("plot").addEventListener("click", (event) => { const i = near(event); if (i >= 0) open(i, false); });
  $("plot").addEventListener("mousemove", (event) => {
    const i = near(event);
    $("plot").title = i >= 0 ? `${cell("symbol", i)}: log2FC ${cell("lfc", i)}, FDR ${cell("q", i)}` : "";
  });
  $("plot").addEventListener("keydown", (event) => {
    if (["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      walk(["ArrowRight", "ArrowDown"].includes(event.key) ? 1 : -1);
    } else if (event.key === "Enter" && state.gene >= 0) $("gene").focus();
  });
  window.addEventListener("resize", () => { if (data) draw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (data) draw(); });
  window.addEventListener("hashchange", () => { if (about) fromAddress(); });
  document.addEventListener("contrastchange", (event) => {
    if (about && event.detail > 0) choose(event.detail - 1);
  });

  // the data are unpacked when the section comes near, so that the page opens at once
  const start = () => { loading = loading || load(); };
  if (location.hash.startsWith("#gene/")) start();
  else {
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) { watch.disconnect(); start(); }
    }, { rootMargin: "1200px" });
    watch.observe(document.getElementById("genes"));
  }
})();
