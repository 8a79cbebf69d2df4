/* The article as plain blocks, and how they are written: the same rules as the
   server's door for markup, so that what it receives is what it would write.

   A block is {tag, line, children}: a line is made of pieces {text, marks, href};
   BREAK alone is a line break, NOTE the call of a footnote whose line is `note`. */

import { findVideo } from "./videos.js";

export const BREAK = "\n";
// A character that nobody can type.
export const NOTE = "\0";
export const MARK_ORDER = ["a", "strong", "em", "sup", "sub"];
export const MAX_LIST_DEPTH = 3;
export const PICTURE_ID = /^[1-9][0-9]{0,17}$/;

const SPACE = /[ \t\n\r\f\v]+/g;
const CONTROL =
  /[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a\u202b\u202d\u202e]/gu;

export const block = (tag, line = [], children = []) => ({ tag, line, children });
export const isList = (node) => node.tag === "ul" || node.tag === "ol";

/* Return the text as a browser would show it on a line. */
export const flatten = (text) => text.replace(CONTROL, "").replace(SPACE, " ");
export const oneLine = (text) => text.replace(CONTROL, "").trim().split(/\s+/).join(" ");

/* Return the address where it is one that readers may follow, or "". */
export function address(href) {
  const found = (href || "").replace(CONTROL, "").replace(SPACE, "");
  return /^https?:\/\/[^/?#]+/i.test(found) || /^mailto:[^?#]*@/i.test(found) ? found : "";
}

/* Single spaces, none beside a break, and none at the ends unless `edges`. */
export function tidy(pieces, edges = false) {
  const line = [];
  const trimEnd = () => {
    const last = line.pop();
    const text = last.text.replace(/ +$/, "");
    if (text) line.push({ ...last, text });
  };
  for (const piece of pieces) {
    const last = line.at(-1);
    if (piece.text === BREAK) {
      if (last && last.text !== BREAK) trimEnd();
      line.push({ text: BREAK, marks: [], href: "" });
      continue;
    }
    const glued = last ? / $|\n$/.test(last.text) : !edges;
    const text = glued ? piece.text.replace(/^ +/, "") : piece.text;
    if (!text) continue;
    // A space shows no bold; without marks it joins its neighbours.
    line.push(text === " " ? { text, marks: [], href: "" } : { ...piece, text });
  }
  while (line.length && (line.at(-1).text === BREAK || (!edges && / $/.test(line.at(-1).text)))) {
    if (line.at(-1).text === BREAK) line.pop();
    else trimEnd();
  }
  while (line.length && line[0].text === BREAK) line.shift();
  return line.reduce((joined, piece) => {
    const last = joined.at(-1);
    const bothBreaks = last && /^\n/.test(last.text) && piece.text === BREAK;
    const bothText = last && !/^[\n\0]/.test(last.text) && !/^[\n\0]/.test(piece.text) && sameMarks(last, piece);
    if (bothBreaks || bothText) joined[joined.length - 1] = { ...last, text: last.text + piece.text };
    else joined.push(piece);
    return joined;
  }, []);
}

const sameMarks = (one, other) =>
  one.href === other.href && one.marks.join() === other.marks.join();

export const hasWords = (pieces) => pieces.some((piece) => piece.text.trim());

/* Two breaks in a row begin a paragraph. */
export function paragraphs(pieces) {
  const found = [[]];
  for (const piece of pieces) {
    if (/^\n\n/.test(piece.text)) found.push([]);
    else found.at(-1).push(piece);
  }
  return found.filter(hasWords);
}

/* The first heading of an article is an h2. */
export function write(blocks) {
  const first = blocks.find((node) => node.tag === "h2" || node.tag === "h3");
  return blocks
    .map((node) => writeBlock(node === first ? { ...node, tag: "h2" } : videoAlone(node) || node, 0))
    .join("");
}

/* A paragraph that says only the address of a video is that video. */
function videoAlone({ tag, line }) {
  if (tag !== "p" || line.length !== 1) return null;
  const [{ text, href }] = line;
  const video = findVideo(text);
  const leadsThere = video && (!href || (findVideo(href) || {}).url === video.url);
  return leadsThere ? videoBlock(video.url) : null;
}

export const videoBlock = (url, title = "") => ({ ...block("video"), url, title });

function writeBlock(node, depth) {
  if (node.tag === "hr") return "<hr/>";
  if (node.tag === "embed") {
    const alt = quote([...oneLine(node.alt)].slice(0, 300).join(""));
    const caption = quote([...oneLine(node.caption)].slice(0, 500).join(""));
    return `<embed alt="${alt}" caption="${caption}" embedtype="image" format="fullwidth" id="${node.id}"/>`;
  }
  if (node.tag === "video") {
    const title = quote([...oneLine(node.title)].slice(0, 200).join("").trim());
    return `<embed embedtype="video" title="${title}" url="${quote(node.url)}"/>`;
  }
  if (node.tag === "table") {
    const cell = ({ tag, line }) => `<${tag}>${writeLine(tidy(line), "<br/>")}</${tag}>`;
    return `<table>${node.cells.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("")}</table>`;
  }
  const deeper = depth + (isList(node) ? 1 : 0);
  const heading = node.tag === "h2" || node.tag === "h3";
  let inside = writeLine(node.line, heading ? " " : "<br/>");
  let after = "";
  for (const child of node.children) {
    if (isList(child) && deeper >= MAX_LIST_DEPTH) {
      // Deeper items join the deepest list.
      after += child.children.map((item) => writeBlock(item, deeper)).join("");
    } else {
      inside += writeBlock(child, deeper);
    }
  }
  return (inside ? `<${node.tag}>${inside}</${node.tag}>` : "") + after;
}

function writeLine(pieces, lineBreak) {
  let out = "";
  let opened = [];
  let previous = "";
  const close = (marks) => marks.reverse().map((mark) => `</${mark}>`).join("");
  for (const { text, marks, href, note } of pieces) {
    const wanted = MARK_ORDER.filter((mark) => (mark === "a" ? href : marks.includes(mark)));
    let keep = 0;
    while (keep < opened.length && keep < wanted.length && opened[keep] === wanted[keep]) {
      if (opened[keep] === "a" && href !== previous) break;
      keep += 1;
    }
    out += close(opened.slice(keep));
    for (const mark of wanted.slice(keep)) out += mark === "a" ? `<a href="${quote(href)}">` : `<${mark}>`;
    opened = wanted;
    previous = href;
    if (note) out += `<fn>${writeLine(note, "<br/>")}</fn>`;
    else out += text.startsWith(BREAK) ? lineBreak : escape(text);
  }
  return out + close(opened);
}

const escape = (text) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const quote = (text) => escape(text).replace(/"/g, "&quot;").replace(/'/g, "&#x27;");
