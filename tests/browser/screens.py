"""The screens that people have."""

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 640}
TABLET = {"width": 768, "height": 1024}
