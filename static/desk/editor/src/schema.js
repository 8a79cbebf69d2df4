/* What an article is made of: the elements that the server's door lets through. */

import { DOMParser, Schema } from "prosemirror-model";

import {
  BREAK, NOTE, PICTURE_ID, address, block, flatten, hasWords, paragraphs, tidy, videoBlock, write,
} from "./blocks.js";
import { clean } from "./clean.js";
import { inertBody } from "./dom.js";
import { asTable } from "./tables.js";
import { findVideo } from "./videos.js";

const LIST = "(bullet_list | ordered_list)";

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      content: "inline*",
      group: "block",
      parseDOM: [{ tag: "p" }],
      toDOM: () => ["p", 0],
    },
    heading: {
      attrs: { level: { default: 2, validate: "number" } },
      content: "inline*",
      group: "block",
      defining: true,
      parseDOM: [
        { tag: "h2", attrs: { level: 2 } },
        { tag: "h3", attrs: { level: 3 } },
      ],
      toDOM: (node) => [headingTag(node), 0],
    },
    bullet_list: {
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ul" }],
      toDOM: () => ["ul", 0],
    },
    ordered_list: {
      content: "list_item+",
      group: "block",
      parseDOM: [{ tag: "ol" }],
      toDOM: () => ["ol", 0],
    },
    // Written `<li>words<ul>…</ul></li>`: the paragraph has no element of its own.
    list_item: {
      content: `paragraph ${LIST}*`,
      defining: true,
      parseDOM: [{ tag: "li" }],
      toDOM: () => ["li", 0],
    },
    blockquote: {
      content: `(paragraph | bullet_list | ordered_list)+`,
      group: "block",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    horizontal_rule: {
      group: "block",
      parseDOM: [{ tag: "hr" }],
      toDOM: () => ["hr"],
    },
    picture: {
      attrs: {
        id: { validate: "string" },
        alt: { default: "", validate: "string" },
        caption: { default: "", validate: "string" },
      },
      group: "block",
      draggable: true,
      parseDOM: [{ tag: "embed[embedtype=image]", getAttrs: pictureAttributes }],
      toDOM: ({ attrs }) => ["embed", { embedtype: "image", ...attrs }],
    },
    video: {
      attrs: { url: { validate: "string" }, title: { default: "", validate: "string" } },
      group: "block",
      draggable: true,
      parseDOM: [{ tag: "embed[embedtype=video]", getAttrs: videoAttributes }],
      toDOM: ({ attrs }) => ["embed", { embedtype: "video", ...attrs }],
    },
    table: {
      content: "table_row+",
      group: "block",
      tableRole: "table",
      isolating: true,
      parseDOM: [{ tag: "table" }],
      toDOM: () => ["table", ["tbody", 0]],
    },
    table_row: {
      content: "(table_cell | table_header)+",
      tableRole: "row",
      parseDOM: [{ tag: "tr" }],
      toDOM: () => ["tr", 0],
    },
    table_cell: cell("td", "cell"),
    table_header: cell("th", "header_cell"),
    text: { group: "inline" },
    // What is in it is written in a form of its own.
    footnote: {
      content: "(text | hard_break)*",
      inline: true,
      atom: true,
      group: "inline",
      parseDOM: [{ tag: "fn" }],
      toDOM: () => ["fn", 0],
    },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: { validate: "string" } },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs(dom) {
            const href = address(dom.getAttribute("href"));
            return href ? { href } : false;
          },
        },
      ],
      toDOM: (mark) => ["a", { href: address(mark.attrs.href) }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    sup: { excludes: "sup sub", parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
    sub: { excludes: "sup sub", parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
  },
});

/* No cell is stretched: the attributes are what the library asks for. */
function cell(tag, tableRole) {
  const one = { default: 1, validate: "number" };
  return {
    content: "paragraph",
    attrs: { colspan: one, rowspan: one, colwidth: { default: null } },
    tableRole,
    isolating: true,
    parseDOM: [{ tag }],
    toDOM: () => [tag, 0],
  };
}

const { nodes } = schema;
const parser = DOMParser.fromSchema(schema);

function headingTag(node) {
  return node.attrs.level === 3 ? "h3" : "h2";
}

function pictureAttributes(dom) {
  const id = dom.getAttribute("id") || "";
  if (!PICTURE_ID.test(id)) return false;
  return { id, alt: dom.getAttribute("alt") || "", caption: dom.getAttribute("caption") || "" };
}

function videoAttributes(dom) {
  const video = findVideo(dom.getAttribute("url"));
  return video ? { url: video.url, title: dom.getAttribute("title") || "" } : false;
}

export const isList = (type) => type === nodes.bullet_list || type === nodes.ordered_list;

/* Return the document of a cleaned body. */
export function parse(html) {
  return parser.parse(articleBody(html));
}

/* For the clipboard: our own slices and plain text as they are, the rest cleaned. */
export const clipboardParser = {
  parseSlice(dom, options) {
    if (options.preserveWhitespace) return parser.parseSlice(dom, options);
    const body = articleBody(clean(wholeTable(dom)));
    asItems(body, options.context);
    return parser.parseSlice(body, { ...options, preserveWhitespace: true });
  },
};

/* Rows that were copied come without their table. */
function wholeTable(dom) {
  if (!/^(table|thead|tbody|tr)$/.test(dom.localName)) return dom;
  const around = dom.ownerDocument.createElement("div");
  const table = dom.localName === "table" ? around : around.appendChild(dom.ownerDocument.createElement("table"));
  table.append(dom.cloneNode(true));
  return around;
}

/* Several paragraphs pasted into a list are several items. */
function asItems(body, $context) {
  const blocks = [...body.children];
  const depth = $context ? $context.depth - 2 : 0;
  const list = depth > 0 && isList($context.node(depth).type) && $context.node(depth);
  if (!list || blocks.length < 2 || blocks.some(({ localName }) => localName !== "p")) return;
  const items = body.ownerDocument.createElement(list.type === nodes.ordered_list ? "ol" : "ul");
  for (const { childNodes } of blocks) {
    const item = items.appendChild(body.ownerDocument.createElement("li"));
    item.append(...childNodes);
  }
  body.replaceChildren(items);
}

function articleBody(html) {
  const body = inertBody(html);
  // An item without words of its own has an empty line, for the cursor.
  for (const list of body.querySelectorAll("li > :is(ul, ol):first-child")) {
    if (!list.previousSibling) list.before(list.ownerDocument.createElement("p"));
  }
  return body;
}

export function serialise(doc) {
  return write(blocksOf(doc));
}

function blocksOf(parent) {
  const blocks = [];
  parent.forEach((node) => {
    switch (node.type) {
      case nodes.paragraph:
        blocks.push(...paragraphs(lineOf(node)).map((line) => block("p", line)));
        break;
      case nodes.heading:
        if (hasWords(lineOf(node))) blocks.push(block(headingTag(node), lineOf(node)));
        break;
      case nodes.picture:
        if (PICTURE_ID.test(node.attrs.id)) blocks.push({ ...block("embed"), ...node.attrs });
        break;
      case nodes.video:
        if (findVideo(node.attrs.url)) blocks.push(videoBlock(node.attrs.url, node.attrs.title));
        break;
      case nodes.table:
        blocks.push(...tableOf(node));
        break;
      case nodes.horizontal_rule:
        blocks.push(block("hr"));
        break;
      case nodes.blockquote:
        blocks.push(block("blockquote", [], blocksOf(node)));
        break;
      case nodes.bullet_list:
        blocks.push(block("ul", [], itemsOf(node)));
        break;
      default:
        blocks.push(block("ol", [], itemsOf(node)));
    }
  });
  return blocks;
}

function tableOf(table) {
  const rows = table.content.content.map((row) => row.content.content.map((node) => ({
    children: blocksOf(node), heads: node.type === nodes.table_header, columns: 1, rows: 1,
  })));
  const found = asTable(rows);
  return found ? [found] : rows.flat().flatMap(({ children }) => children);
}

function itemsOf(list) {
  return list.content.content.map((item) => {
    const [words, ...inner] = item.content.content;
    const line = lineOf(words);
    const lists = inner.map((node) => block(node.type === nodes.bullet_list ? "ul" : "ol", [], itemsOf(node)));
    return block("li", hasWords(line) ? line : [], lists);
  });
}

export function lineOf(textblock) {
  const pieces = [];
  textblock.forEach((node) => {
    if (node.type === nodes.footnote) {
      const note = lineOf(node);
      if (hasWords(note)) pieces.push({ text: NOTE, marks: [], href: "", note });
      return;
    }
    if (!node.isText) {
      pieces.push({ text: BREAK, marks: [], href: "" });
      return;
    }
    const link = node.marks.find((mark) => mark.type === schema.marks.link);
    pieces.push({
      text: flatten(node.text),
      marks: node.marks.filter((mark) => mark !== link).map((mark) => mark.type.name).sort(),
      href: link ? address(link.attrs.href) : "",
    });
  });
  return tidy(pieces);
}
