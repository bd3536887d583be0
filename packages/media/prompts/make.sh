#!/bin/sh
# Makes the recordings anew. Needs: apt-get install espeak-ng sox
set -eu
cd "$(dirname "$0")"
raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT

# say NAME VOICE WORDS-A-MINUTE PITCH SECONDS-OF-SILENCE-AFTER TEXT
say() {
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$raw/$1.wav" "$6"
  sox -R "$raw/$1.wav" -r 8000 -c 1 -b 16 "$1.wav" rate -h highpass 200 lowpass 3400 gain -n -6 pad 0.2 "$5"
}

say hold-fr fr-fr 145 50 4 "Bonjour, et merci de votre appel. Tous nos bénévoles sont en ligne. Nous prenons votre appel dans quelques instants."
say hold-en en-gb 145 50 4 "Hello, and thank you for your call. All our volunteers are on the line. We will be with you in a few moments."
say closed-fr fr-fr 145 50 0.6 "Bonjour. La ligne des promesses de dons est fermée pour le moment. Merci de votre générosité, et à bientôt."
say closed-en en-gb 145 50 0.6 "Hello. The pledge line is closed at the moment. Thank you for your generosity. Goodbye."
say donor-fr fr-fr 155 70 0.5 "Bonjour ! Je voudrais promettre cinquante euros, s'il vous plaît. ... Je m'appelle Claire Dubois. Dubois : D, U, B, O, I, S. ... J'habite douze, rue des Lilas, à Caen. Le code postal, c'est quatorze mille. ... Oui, cinquante euros. Claire Dubois, c'est bien ça. ... Merci beaucoup, et bon courage à toute l'équipe. Au revoir !"
say donor-en en-gb 160 70 0.5 "Hello! I would like to pledge fifty euros, please. ... My name is Claire Dubois. Dubois: D, U, B, O, I, S. ... I live at twelve, rue des Lilas, in Caen. The postcode is one four, zero zero zero. ... Yes, fifty euros. Claire Dubois, that's right. ... Thank you very much, and well done to the whole team. Goodbye!"
