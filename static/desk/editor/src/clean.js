/* Whatever was copied, from Word, LibreOffice, a web page or a mail, as blocks. */

import {
  BREAK, NOTE, PICTURE_ID, address, block, flatten, hasWords, isList, paragraphs, tidy, videoBlock, write,
} from "./blocks.js";
import { gatherNotes } from "./foreign.js";
import { asTable } from "./tables.js";
import { findVideo } from "./videos.js";

const HEADINGS = { H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3" };
const MARKS = {
  B: "strong", STRONG: "strong", I: "em", EM: "em", CITE: "em", DFN: "em", SUP: "sup", SUB: "sub",
};
const words = (text) => new Set(text.split(" "));
const SILENT = words(
  "SCRIPT STYLE TEMPLATE TITLE HEAD META LINK XML IFRAME OBJECT NOEMBED NOSCRIPT SVG MATH" +
    " BUTTON SELECT INPUT AUDIO VIDEO CANVAS MAP",
);
const BREAKS = words(
  "ADDRESS ARTICLE ASIDE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE" +
    " FOOTER FORM HEADER HTML LEGEND MAIN NAV P PRE SECTION SUMMARY TABLE TBODY TD TEXTAREA" +
    " TFOOT TH THEAD TR",
);
const ALONE = words("UL OL LI BLOCKQUOTE HR H1 H2 H3 H4 H5 H6");
// Left by programs, seen by nobody.
const INVISIBLE = /[\u200b\u2060\ufeff]/g;

/* Return markup that can be parsed under a strict policy: its styles and handlers
   are renamed, as merely parsing them would be reported as a breach. */
export function defuse(html) {
  return html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)(?=\s*=)/gi, "$1data-$2"));
}

/* Return the markup of an article with what readers would see in `root`, the
   body of defused markup. */
export function clean(root) {
  const builder = new Builder();
  gatherNotes(root);
  gatherWordLists(root);
  builder.walk(root, { marks: [], href: "", pre: false });
  return write(builder.result());
}

class Builder {
  constructor() {
    this.root = block("root");
    this.open = [this.root];
    this.line = [];
    this.heading = "";
    this.pictures = [];
  }

  walk(parent, look) {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.text(node.data, look);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, look);
    }
  }

  text(data, look) {
    const parts = look.pre ? data.split(/\r\n?|\n/) : [data];
    parts.forEach((part, number) => {
      if (number) this.add(BREAK, look);
      this.add(flatten(part.replace(INVISIBLE, "")), look);
    });
  }

  add(text, { marks, href, note }) {
    // Headings are bold as they are.
    const kept = this.heading && !note ? marks.filter((mark) => mark !== "strong") : marks;
    if (text) this.line.push({ text, marks: kept, href });
  }

  element(node, above) {
    const tag = node.tagName.toUpperCase();
    const style = styleOf(node);
    if (tag === "IFRAME") this.video(node, "src", "title");
    if (SILENT.has(tag) || isHidden(node, style)) return;
    const look = seen(tag, node, style, above);
    if (tag === "BR") this.add(BREAK, look);
    else if (tag === "FN") this.note(node, look);
    else if (tag === "IMG") this.image(node, look);
    else if (tag === "EMBED") this.embed(node, look);
    else if (look.note && (BREAKS.has(tag) || ALONE.has(tag))) this.inNote(node, look);
    else if (tag === "HR") this.rule();
    else if (tag === "TABLE" && this.open.length === 1 && !isLayout(node)) this.table(node, look);
    else if (tag === "UL" || tag === "OL") this.list(tag.toLowerCase(), node, look);
    else if (tag === "LI") this.item(node, look);
    else if (tag === "BLOCKQUOTE") this.quotation(node, look);
    else if (headingOf(tag, node)) this.title(headingOf(tag, node), node, look);
    else if (BREAKS.has(tag)) this.apart(node, look);
    else this.walk(node, look);
  }

  apart(node, look) {
    this.endLine();
    this.walk(node, look);
    this.endLine();
  }

  title(tag, node, look) {
    this.endLine();
    const before = this.heading;
    this.heading = this.open.length === 1 ? tag : "";
    this.walk(node, look);
    this.endLine();
    this.heading = before;
  }

  rule() {
    this.endLine();
    if (this.open.length === 1) this.root.children.push(block("hr"));
  }

  /* A note is one line: what would be blocks in it are parts of it. */
  note(node, look) {
    if (look.note) {
      this.text(" ", look);
      this.walk(node, look);
      this.text(" ", look);
      return;
    }
    const around = this.line;
    this.line = [];
    this.walk(node, { marks: [], href: "", pre: false, note: true });
    const note = tidy(this.line);
    this.line = around;
    if (hasWords(note)) this.line.push({ text: NOTE, marks: [], href: "", note });
  }

  inNote(node, look) {
    this.add(BREAK, look);
    this.walk(node, look);
    this.add(BREAK, look);
  }

  image(node, look) {
    const alt = node.getAttribute("alt");
    if (!this.video(node, "src", "alt", look)) this.text(emoji(alt), look);
  }

  embed(node, look) {
    const kind = node.getAttribute("embedtype");
    if (kind === "video") this.video(node, "url", "title", look);
    const id = node.getAttribute("id") || "";
    if (kind !== "image" || !PICTURE_ID.test(id)) return;
    const alt = node.getAttribute("alt") || "";
    const caption = node.getAttribute("caption") || "";
    this.standAlone({ ...block("embed"), id, alt, caption }, look);
  }

  video(node, address, title, look = {}) {
    const found = findVideo((node.getAttribute(address) || "").replace(/^\/\//, "https://"));
    if (found) this.standAlone(videoBlock(found.url, node.getAttribute(title) || ""), look);
    return Boolean(found);
  }

  /* After the list, the quotation or the note that it was in. */
  standAlone(found, look) {
    if (!look.note) this.endLine();
    (this.open.length === 1 && !look.note ? this.root.children : this.pictures).push(found);
  }

  table(node, look) {
    this.endLine();
    const parts = [];
    gatherCells(node, look, false, parts);
    const rows = parts.filter(({ cells }) => cells);
    const table = asTable(rows.map(({ cells }) => cells));
    for (const part of parts) {
      if (part.blocks) this.root.children.push(...part.blocks);
      else if (!table) this.root.children.push(...part.cells.flatMap(({ children }) => children));
      else if (part === rows[0]) this.root.children.push(table);
    }
  }

  within(container, node, look) {
    const depth = this.open.length;
    this.open.at(-1).children.push(container);
    this.open.push(container);
    this.walk(node, look);
    this.endLine();
    this.open.length = depth;
    if (depth === 1) this.root.children.push(...this.pictures.splice(0));
  }

  list(tag, node, look) {
    this.endLine();
    const depth = this.open.length;
    const parent = this.open.at(-1);
    // Many programs put an inner list beside its item.
    if (isList(parent)) {
      if (!parent.children.length) parent.children.push(block("li"));
      this.open.push(parent.children.at(-1));
    }
    this.within(block(tag), node, look);
    this.open.length = depth;
  }

  item(node, look) {
    this.endLine();
    const depth = this.open.length;
    while (this.open.at(-1).tag === "li") this.open.pop();
    if (isList(this.open.at(-1))) this.within(block("li"), node, look);
    else this.apart(node, look);
    if (depth <= this.open.length) this.open.length = depth;
  }

  quotation(node, look) {
    this.endLine();
    if (this.open.length === 1) this.within(block("blockquote"), node, look);
    else this.apart(node, look);
  }

  endLine() {
    const raw = this.line;
    const pieces = tidy(raw);
    this.line = [];
    if (hasWords(pieces)) this.place(pieces, raw);
    if (this.open.length === 1) this.root.children.push(...this.pictures.splice(0));
  }

  place(pieces, raw) {
    const last = this.open.at(-1);
    if (isList(last)) {
      last.children.push(block("li", pieces));
    } else if (last.tag === "li" && last.children.length) {
      // Words after a nested list open an item of their own.
      const item = block("li", pieces);
      this.open.at(-2).children.push(item);
      this.open[this.open.length - 1] = item;
    } else if (last.tag === "li") {
      last.line = last.line.length
        ? [...last.line, { text: BREAK, marks: [], href: "" }, ...pieces]
        : pieces;
    } else {
      for (const line of paragraphs(pieces)) {
        last.children.push({ ...block((this.open.length === 1 && this.heading) || "p", line), raw });
      }
    }
  }

  blocks() {
    this.endLine();
    return [...this.root.children, ...this.pictures];
  }

  result() {
    const blocks = this.blocks();
    const [only] = blocks;
    // A few words keep the spaces at their ends: they go into a sentence.
    if (blocks.length === 1 && only.tag === "p") only.line = tidy(only.raw, true);
    return blocks;
  }
}

const isLayout = (table) => /^(presentation|none)$/.test(table.getAttribute("role") || "");

/* The rows of a table, and what stands between them. */
function gatherCells(parent, above, inHead, parts) {
  for (const node of parent.children) {
    const tag = node.tagName.toUpperCase();
    const style = styleOf(node);
    if (SILENT.has(tag) || isHidden(node, style)) continue;
    const look = seen(tag, node, style, above);
    if (tag === "THEAD" || tag === "TBODY" || tag === "TFOOT") gatherCells(node, look, tag === "THEAD", parts);
    else if (tag === "TR") parts.push({ cells: cellsOf(node, look, inHead) });
    else if (tag !== "COLGROUP") parts.push({ blocks: blocksIn(node, look) });
  }
}

function cellsOf(row, above, inHead) {
  return [...row.children].filter((node) => !isHidden(node, styleOf(node))).map((node) => ({
    children: blocksIn(node, seen(node.tagName, node, styleOf(node), above)),
    heads: inHead || node.localName === "th",
    columns: stretch(node, "colspan"),
    rows: stretch(node, "rowspan"),
  }));
}

function blocksIn(node, look) {
  const builder = new Builder();
  builder.walk(node, look);
  return builder.blocks();
}

function stretch(node, name) {
  const value = (node.getAttribute(name) || "").trim();
  return /^\d+$/.test(value) ? Math.max(1, Number(value.slice(0, 4))) : 1;
}

function styleOf(node) {
  const style = {};
  for (const rule of (node.getAttribute("data-style") || "").split(";")) {
    const colon = rule.indexOf(":");
    if (colon > 0) style[rule.slice(0, colon).trim().toLowerCase()] = rule.slice(colon + 1).trim().toLowerCase();
  }
  return style;
}

function isHidden(node, style) {
  return (
    node.hidden || style.display === "none" || style["mso-hide"] === "all" ||
    style["mso-list"] === "ignore" || style["mso-element"] === "field-begin"
  );
}

function seen(tag, node, style, above) {
  const marks = new Set(above.marks);
  if (MARKS[tag]) marks.add(MARKS[tag]);
  set(marks, "strong", style["font-weight"], /^(bold|bolder|[6-9]00)/, /^(normal|lighter|[1-5]00)/);
  set(marks, "em", style["font-style"], /^(italic|oblique)/, /^normal/);
  set(marks, "sup", style["vertical-align"], /^super/, /^baseline/);
  set(marks, "sub", style["vertical-align"], /^sub/, /^baseline/);
  if (marks.has("sup")) marks.delete("sub");
  const spaces = style["white-space"];
  return {
    marks: [...marks].sort(),
    href: (tag === "A" && address(node.getAttribute("href"))) || above.href,
    note: above.note,
    pre: tag === "PRE" || (spaces ? /^(pre|break-spaces)/.test(spaces) : above.pre),
  };
}

function set(marks, mark, value = "", on, off) {
  if (on.test(value)) marks.add(mark);
  else if (off.test(value)) marks.delete(mark);
}

function headingOf(tag, node) {
  if (HEADINGS[tag]) return HEADINGS[tag];
  const found = tag === "P" && /\bMso(Title|Heading([1-9]))\b/.exec(node.className);
  return found ? (Number(found[2] || 1) <= 2 ? "h2" : "h3") : "";
}

const emoji = (alt) => (alt && /^\p{Extended_Pictographic}/u.test(alt) ? alt : "");

/* Word writes a list as paragraphs that say so in their style. */
function gatherWordLists(root) {
  let lists = [];
  let previous = null;
  for (const paragraph of root.querySelectorAll('[data-style*="mso-list"]')) {
    const found = /mso-list:\s*l\d+\s+level(\d+)/i.exec(paragraph.dataset.style);
    if (!found || paragraph.tagName === "LI" || !BREAKS.has(paragraph.tagName)) continue;
    const level = Math.min(Number(found[1]), 9);
    const marker = [...paragraph.querySelectorAll("span")].find(
      (span) => styleOf(span)["mso-list"] === "ignore",
    );
    const tag = /^\s*\(?([0-9]+|[a-z]{1,4})[.)]/i.test(marker ? marker.textContent : "") ? "ol" : "ul";
    if (!previous || nextElement(previous) !== paragraph) lists = [];
    lists.length = Math.min(lists.length, level);
    if (lists.length && lists.at(-1).level === level && lists.at(-1).list.localName !== tag) lists.pop();
    if (!lists.length || lists.at(-1).level < level) {
      const list = root.ownerDocument.createElement(tag);
      if (lists.length) lists.at(-1).list.lastElementChild.append(list);
      else paragraph.before(list);
      lists.push({ list, level });
    }
    const item = root.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    lists.at(-1).list.append(item);
    previous = lists[0].list;
    paragraph.remove();
  }
}

function nextElement(node) {
  let next = node.nextSibling;
  while (next && (next.nodeType === Node.COMMENT_NODE || (next.nodeType === Node.TEXT_NODE && !next.data.trim()))) {
    next = next.nextSibling;
  }
  return next;
}
