"""Pictures as a phone would bring them."""

from io import BytesIO

from PIL import Image, ImageDraw


def photo(*, width: int = 1200, height: int = 800) -> dict:
    """Return a file to choose in a form: a JPEG with a place in its metadata."""
    image = Image.new("RGB", (width, height), (120, 160, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 2 // 3, width, height), fill=(60, 90, 70))
    draw.ellipse((width // 2, height // 8, width * 3 // 4, height // 2), fill="gold")
    exif = Image.Exif()
    exif[0x010F] = "Telephone de Jeanne"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return {"name": "jeanne.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
