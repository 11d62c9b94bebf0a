"""The only place that opens a picture somebody sent: an enterprise's logo, decoded within limits and written anew."""

from __future__ import annotations

import io

from web.errors import BadRequestError

LARGEST_FILE = 2_000_000
"""Bytes of a logo as it is sent."""

_PIXELS, _SIDE = 8_000_000, 6_000
_WIDTH, _HEIGHT = 600, 200
_NO_PICTURE = "标志图打不开，请换一张 PNG 或 JPEG 图片。"
_TOO_BIG = f"标志图太大，请缩到 {_PIXELS // 10_000} 万像素、{LARGEST_FILE // 1_000_000} MB 以内。"


def logo_png(content: bytes) -> bytes:
    """Return a PNG or JPEG as a small PNG that holds nothing but its pixels. Raises BadRequestError.

    The size is read from the head before a pixel is decoded.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > LARGEST_FILE:
        raise BadRequestError(_TOO_BIG)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _PIXELS or max(picture.size) > _SIDE:
                raise BadRequestError(_TOO_BIG)
            turned = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadRequestError(_TOO_BIG) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError) as error:
        raise BadRequestError(_NO_PICTURE) from error
    turned.thumbnail((_WIDTH, _HEIGHT))
    target = io.BytesIO()
    Image.frombytes("RGBA", turned.size, turned.tobytes()).save(target, "PNG", optimize=True)
    return target.getvalue()
