/* Photos made lighter before they are sent: a phone's line is slow. */

const MAX_SIDE = 2560;
const MAX_BYTES = 3 * 1024 * 1024;
const PREVIEW = 160;
const QUALITY = 0.86;
const SHRINKABLE = /^image\/(jpeg|png|webp|heic|heif|avif)$/;

export const ACCEPT = "image/*,.heic,.heif";

/* Of what is dropped or pasted, what looks like a picture. */
export const pictureFiles = (transfer) =>
  [...((transfer && transfer.files) || [])].filter(
    ({ type, name }) => type.startsWith("image/") || /\.hei[cf]$/i.test(name),
  );

/* Draw a small view of the picture, and return the picture as it will be sent:
   upright and bounded where this browser can read it, as it is otherwise. */
export async function prepare(file, canvas) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    // A kind of image that this browser cannot show; the server may know it.
    return file;
  }
  draw(bitmap, canvas, PREVIEW);
  canvas.hidden = false;
  try {
    return await lighter(file, bitmap);
  } catch {
    // Too large for what this phone has left: it goes as it is.
    return file;
  } finally {
    bitmap.close();
  }
}

async function lighter(file, bitmap) {
  const large = Math.max(bitmap.width, bitmap.height) > MAX_SIDE || file.size > MAX_BYTES;
  if (!large || !SHRINKABLE.test(file.type)) return file;
  const canvas = document.createElement("canvas");
  draw(bitmap, canvas, MAX_SIDE);
  let blob = await encode(canvas, "image/webp");
  // Browsers that cannot write WebP write PNG, which is no lighter.
  if (blob && blob.type !== "image/webp") {
    blob = file.type === "image/png" ? null : await encode(canvas, "image/jpeg");
  }
  // What the canvas held goes now: phones have little memory for it.
  canvas.width = canvas.height = 0;
  return blob && blob.size < file.size ? blob : file;
}

function draw(bitmap, canvas, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

const encode = (canvas, type) => new Promise((done) => { canvas.toBlob(done, type, QUALITY); });
