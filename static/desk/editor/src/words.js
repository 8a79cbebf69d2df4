/* What the screen says, in one place. */

export const words = {
  text: "Texte",
  toolbar: "Mise en forme du texte",
  strong: "Gras",
  em: "Italique",
  heading: "Intertitre",
  subheading: "Petit intertitre",
  bulletList: "Liste",
  orderedList: "Liste numérotée",
  indent: "Décaler vers la droite",
  outdent: "Décaler vers la gauche",
  quote: "Citation",
  link: "Lien",
  picture: "Photo",
  rule: "Filet",
  undo: "Annuler",
  redo: "Rétablir",

  required: "Ce champ est à remplir.",
  optional: "(facultatif)",
  cancel: "Annuler",

  linkTitle: "Lien",
  linkText: "Texte du lien",
  linkAddress: "Adresse",
  linkHelp: "Par exemple : https://www.brest.fr, ou une adresse de courriel.",
  linkSend: "Placer le lien",
  linkRemove: "Retirer le lien",
  linkError:
    "Cette adresse n’est pas complète. Elle ressemble à https://www.brest.fr, ou à nom@exemple.fr pour un courriel.",

  pictureTitle: "Ajouter une photo",
  pictureEditTitle: "Modifier la photo",
  pictureFile: "Photo",
  pictureDescription: "Description pour qui ne voit pas l’image",
  pictureDescriptionHelp: "Par exemple : trois enfants plantent un pommier devant l’école.",
  pictureCaption: "Légende",
  pictureCredit: "Qui a fait cette image ?",
  pictureCreditHelp: "Votre nom, ou celui de la personne qui vous l’a donnée.",
  pictureSend: "Ajouter la photo",
  pictureSave: "Enregistrer",
  pictureRetry: "Réessayer",
  pictureSending: "Envoi de la photo…",
  pictureAdded: "Photo ajoutée au texte.",
  pictureRemoved: "Photo retirée du texte. « Annuler » la remet.",
  pictureChanged: "Photo modifiée.",
  pictureNone: "Choisissez une photo.",
  pictureNotImage: "Ce fichier n’est pas une image.",
  pictureEdit: "Modifier",
  pictureRemove: "Retirer",
  pictureUnseen: "Photo n° ",
  pictureWithout: "sans description",

  failedNetwork:
    "La photo n’est pas partie : le réseau ne répond pas. Rien de ce que vous avez écrit n’est perdu.",
  failedServer:
    "La photo n’a pas pu être reçue. Rien de ce que vous avez écrit n’est perdu : réessayez dans un moment.",
  failedSession:
    "La photo n’est pas partie : votre session n’est plus ouverte. Reconnectez-vous dans un autre onglet, puis réessayez.",
  failedSize: "Cette photo est trop lourde.",
};
