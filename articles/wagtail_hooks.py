from wagtail import hooks

from articles.rich_text import PictureEmbed


@hooks.register("register_rich_text_features", order=100)
def show_pictures_as_figures(features):
    features.register_embed_type(PictureEmbed)
