/* What an article is made of: the elements that the server's door lets through. */

import { DOMParser, Schema } from "prosemirror-model";

import { PICTURE_ID, address, block, flatten, hasWords, paragraphs, tidy, write, BREAK } from "./blocks.js";
import { clean } from "./clean.js";
import { inertBody } from "./dom.js";

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
    text: { group: "inline" },
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

export const isList = (type) => type === nodes.bullet_list || type === nodes.ordered_list;

/* Return the document of a cleaned body. */
export function parse(html) {
  return parser.parse(articleBody(html));
}

/* For the clipboard: our own slices and plain text as they are, the rest cleaned. */
export const clipboardParser = {
  parseSlice(dom, options) {
    if (options.preserveWhitespace) return parser.parseSlice(dom, options);
    const body = articleBody(clean(dom));
    asItems(body, options.context);
    return parser.parseSlice(body, { ...options, preserveWhitespace: true });
  },
};

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

function itemsOf(list) {
  return list.content.content.map((item) => {
    const [words, ...inner] = item.content.content;
    const line = lineOf(words);
    const lists = inner.map((node) => block(node.type === nodes.bullet_list ? "ul" : "ol", [], itemsOf(node)));
    return block("li", hasWords(line) ? line : [], lists);
  });
}

function lineOf(textblock) {
  const pieces = [];
  textblock.forEach((node) => {
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
