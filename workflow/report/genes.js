// Look at any gene: search, volcano and MA plot, counts by sample, table. The page is complete
// without it; the numbers are those of results/tables/<contrast>/differential_expression.tsv.
"use strict";
(() => {
  const box = document.getElementById("explorer");
  if (!box || typeof DecompressionStream === "undefined") return;
  const $ = (name) => box.querySelector(`[data-part="${name}"]`);
  const COLOURS = { up: "#D55E00", down: "#0072B2", other: "#009E73" };
  const PAGE = 25;
  const COLUMNS = [
    ["symbol", "Gene"], ["id", "Id"], ["mean", "Mean count"], ["lfc", "log2FC"], ["se", "SE"],
    ["shrunken", "Shrunken"], ["p", "p"], ["q", "FDR"], ["status", "Status"],
  ];
  let about, data, counts, loading;
  const tables = new Map();
  const state = { contrast: 0, plot: "volcano", gene: -1, sort: "q", down: false, page: 0 };

  // ---- data: gzip of byte-shuffled numbers, as report/gene_data.py writes them
  async function unpacked(name) {
    const text = atob(document.getElementById(name).textContent.trim());
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
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

  async function load() {
    about = JSON.parse(new TextDecoder().decode(await unpacked("data-genes")));
    about.low = about.symbols.map((symbol) => symbol.toLowerCase());
    const bytes = await unpacked("data-counts");
    counts = bytes.length ? numbers(bytes, 0, bytes.length / 2, 2) : null;
    for (const [i, contrast] of about.contrasts.entries()) {
      $("contrast").append(new Option(contrast.id, String(i)));
    }
    $("contrast").parentElement.hidden = about.contrasts.length < 2;
    await choose(0);
    box.hidden = false;
    fromAddress();
  }

  async function choose(i) {
    if (!tables.has(i)) {
      const bytes = await unpacked(`data-contrast-${i}`);
      const n = about.ids.length;
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

  // Benjamini and Hochberg over the tested genes, in -log10
  function adjusted(table) {
    const tested = [];
    for (let i = 0; i < table.p.length; i++) {
      if (about.statuses[table.status[i]].code === "tested") tested.push(i);
    }
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
  const cell = (name, i) => {
    if (name === "symbol") return about.symbols[i] || about.ids[i];
    if (name === "id") return about.ids[i];
    if (name === "mean") return digits(mean(i), 3);
    if (name === "p" || name === "q") return chance(data[name][i]);
    if (name === "status") return statusOf(i).label;
    return name === "se" ? fixed(data.se[i]) : signed(data[name][i]);
  };

  // ---- search
  function matches(text) {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    const ranks = [];
    for (let i = 0; i < about.ids.length; i++) {
      const id = about.ids[i].toLowerCase();
      const names = about.aliases[i] ? about.aliases[i].toLowerCase().split("|") : [];
      let rank = 9;
      if (about.low[i] === wanted || id === wanted) rank = 0;
      else if (names.includes(wanted)) rank = 1;
      else if (about.low[i].startsWith(wanted)) rank = 2;
      else if (id.startsWith(wanted) || names.some((name) => name.startsWith(wanted))) rank = 3;
      if (rank < 9) ranks.push([rank, about.symbols[i].length, i]);
    }
    ranks.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return ranks;
  }

  function absent(text) {
    const wanted = text.trim().toLowerCase();
    if (about.absent.some((name) => name.toLowerCase() === wanted)) {
      return `${text.trim()} is a gene of the annotation, but the counts have no row for it: it was left out before they came here.`;
    }
    return about.annotated
      ? `${text.trim()} is not in the annotation and not in the counts. Try another name, or the Ensembl id.`
      : `${text.trim()} is not in the counts.`;
  }

  function suggest() {
    const options = $("options");
    const text = $("search").value;
    const found = matches(text).slice(0, 8);
    options.replaceChildren();
    found.forEach(([rank, , i], k) => {
      const item = document.createElement("li");
      item.id = `option-${k}`;
      item.role = "option";
      item.dataset.gene = String(i);
      const alias = rank === 1 || rank === 3
        ? (about.aliases[i] || "").split("|").find((n) => n.toLowerCase().startsWith(text.trim().toLowerCase()))
        : "";
      item.textContent = `${about.symbols[i] || about.ids[i]}${alias ? ` (${alias})` : ""} \u00b7 ${about.ids[i]}`;
      options.append(item);
    });
    options.hidden = found.length === 0;
    $("search").setAttribute("aria-expanded", String(found.length > 0));
    $("search").removeAttribute("aria-activedescendant");
    $("said").textContent = text.trim() && !found.length ? absent(text) : "";
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
    $("options").hidden = true;
    $("search").setAttribute("aria-expanded", "false");
    $("search").value = about.symbols[i] || about.ids[i];
    $("said").textContent = "";
    show();
    draw();
    const slug = encodeURIComponent(about.contrasts[state.contrast].slug);
    history.replaceState(null, "", `#gene/${slug}/${encodeURIComponent(about.ids[i])}`);
    if (focus) $("gene").focus();
  }

  async function fromAddress() {
    const parts = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (parts[0] !== "gene" || parts.length !== 3) return;
    const i = about.ids.indexOf(parts[2]);
    const k = about.contrasts.findIndex((contrast) => contrast.slug === parts[1]);
    if (k >= 0 && k !== state.contrast) await choose(k);
    if (i >= 0) open(i, false);
    else $("said").textContent = absent(parts[2]);
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
    const name = document.createElement("i");
    name.textContent = about.symbols[i] || about.ids[i];
    title.append(name, ` ${about.ids[i]}`);
    const word = document.createElement("p");
    const half = 1.959964 * data.se[i];
    const range = Number.isFinite(half)
      ? ` [${fixed(data.lfc[i] - half)}, ${fixed(data.lfc[i] + half)}]` : "";
    word.textContent = `${contrast.target} against ${contrast.reference}: log2FC ${signed(data.lfc[i])}${range}, p ${chance(data.p[i])}, FDR ${chance(data.q[i])}; mean count ${digits(mean(i), 3)}.`;
    const status = document.createElement("p");
    status.textContent = about.reasons[about.ids[i]]
      || (statusOf(i).code === "tested" ? "" : `${statusOf(i).label}. ${statusOf(i).meaning}`);
    part.replaceChildren(title, word, status, strip(i));
    if (about.aliases[i]) {
      const also = document.createElement("p");
      also.className = "fine";
      also.textContent = `Also called ${about.aliases[i].split("|").join(", ")}.`;
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
    if (!counts) {
      const none = document.createElement("p");
      none.className = "fine";
      none.textContent = "Counts of single samples are not in this page: the study is too large.";
      return none;
    }
    const n = about.ids.length;
    const value = about.samples.map((_, s) => 2 ** (counts[s * n + i] / 2000) - 1);
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
    svg.append(make("text", { x: 295, y: base + 22, "text-anchor": "middle" }, "normalised count, log scale"));
    return svg;
  }

  // ---- plot
  let spots = [];
  function draw() {
    const canvas = $("plot");
    const width = canvas.clientWidth || 560;
    const height = Math.round(width * 0.68);
    const scale = window.devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(box);
    const ink = style.color;
    const pale = style.getPropertyValue("--pale") || "#9AA5B1";
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const volcano = state.plot === "volcano";
    const xs = volcano ? data.lfc : data.mean;
    const ys = volcano ? data.p : data.lfc;
    const px = volcano ? (v) => v : (v) => Math.log10(v);
    spots = [];
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < about.ids.length; i++) {
      const x = px(xs[i]);
      const y = ys[i];
      if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
      spots.push(i);
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < low) low = y;
      if (y > high) high = y;
    }
    $("empty").hidden = spots.length > 0;
    if (!spots.length) return;
    if (volcano) { low = 0; high *= 1.04; }
    const pad = { left: 44, right: 12, top: 10, bottom: 34 };
    const X = (v) => pad.left + ((v - left) / (right - left || 1)) * (width - pad.left - pad.right);
    const Y = (v) => height - pad.bottom - ((v - low) / (high - low || 1)) * (height - pad.top - pad.bottom);
    canvas.at = (i) => [X(px(xs[i])), Y(ys[i])];
    pen.font = "12px system-ui, sans-serif";
    pen.fillStyle = ink;
    pen.strokeStyle = pale;
    pen.textAlign = "center";
    for (const [from, to, place, across] of [[left, right, X, true], [low, high, Y, false]]) {
      const step = 10 ** Math.floor(Math.log10((to - from) / 4 || 1));
      const size = (to - from) / step > 12 ? step * 5 : (to - from) / step > 6 ? step * 2 : step;
      for (let t = Math.ceil(from / size) * size; t <= to; t += size) {
        const shown = across && !volcano ? digits(10 ** t, 2) : digits(t, 3).replace("-", "\u2212");
        if (across) pen.fillText(shown, place(t), height - pad.bottom + 16);
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
      pen.fillStyle = COLOURS[layer] || pale;
      for (const i of spots) {
        if (kind(i) !== layer) continue;
        const [x, y] = canvas.at(i);
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
    if (state.gene >= 0 && spots.includes(state.gene)) {
      const [x, y] = canvas.at(state.gene);
      pen.strokeStyle = ink;
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(x, y, 7, 0, 7);
      pen.stroke();
      pen.fillStyle = ink;
      pen.textAlign = x > width / 2 ? "right" : "left";
      pen.fillText(cell("symbol", state.gene), x + (x > width / 2 ? -11 : 11), y + 4);
    }
    const n = spots.filter((i) => kind(i)).length;
    canvas.setAttribute("aria-label", `${volcano ? "Volcano" : "MA"} plot of ${spots.length} genes, ${n} with FDR below ${about.contrasts[state.contrast].alpha}. Arrow keys go from gene to gene among these; Enter shows the counts.`);
  }

  function near(event) {
    const canvas = $("plot");
    const frame = canvas.getBoundingClientRect();
    let best = -1;
    let least = 400;
    for (const i of spots) {
      const [x, y] = canvas.at(i);
      const d = (x - event.clientX + frame.left) ** 2 + (y - event.clientY + frame.top) ** 2;
      if (d < least) { least = d; best = i; }
    }
    return best;
  }

  function walk(step) {
    const order = spots.filter((i) => kind(i)).sort((a, b) => data.q[b] - data.q[a] || a - b);
    if (!order.length) return;
    const now = order.indexOf(state.gene);
    const next = order[(now + step + order.length) % order.length];
    open(next, false);
    $("said").textContent = `${cell("symbol", next)}: log2FC ${cell("lfc", next)}, FDR ${cell("q", next)}`;
  }

  // ---- table
  let rows = [];
  function list() {
    const text = $("filter").value.trim().toLowerCase();
    const which = $("which").value;
    rows = [];
    for (let i = 0; i < about.ids.length; i++) {
      if (which === "called" && !called(i)) continue;
      if (which === "up" && kind(i) !== "up") continue;
      if (which === "down" && kind(i) !== "down") continue;
      if (which === "panel" && !about.contrasts[state.contrast].panel.includes(i)) continue;
      if (which === "untested" && statusOf(i).code === "tested") continue;
      if (text && !about.low[i].includes(text) && !about.ids[i].toLowerCase().includes(text)) continue;
      rows.push(i);
    }
    const name = state.sort;
    const words = name === "symbol" || name === "id" || name === "status";
    const value = (i) => (words ? cell(name, i) : data[name][i]);
    // p and FDR are held as -log10: the smallest come first
    const turn = (name === "p" || name === "q" ? -1 : 1) * (state.down ? -1 : 1);
    rows.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (words) return (x < y ? -1 : x > y ? 1 : a - b) * (state.down ? -1 : 1);
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y) || a - b;
      return turn * (x - y) || a - b;
    });
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
    $("before").disabled = state.page === 0;
    $("after").disabled = last >= rows.length;
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
      lines.push([safe(about.ids[i]), safe(about.symbols[i]), number(mean(i)), number(data.lfc[i]), number(data.se[i]), number(data.shrunken[i]), small(data.p[i]), small(data.q[i]), statusOf(i).code].join("\t"));
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
    } else if (event.key === "Escape") {
      $("options").hidden = true;
      $("search").setAttribute("aria-expanded", "false");
    } else if (event.key === "Enter") {
      event.preventDefault();
      const chosen = $("options").querySelector('[aria-selected="true"]') || $("options").firstElementChild;
      if (chosen) open(Number(chosen.dataset.gene), true);
      else if ($("search").value.trim()) $("said").textContent = absent($("search").value);
    }
  });
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
