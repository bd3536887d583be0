#!/bin/sh
# Makes the recordings anew. Needs: apt-get install espeak-ng sox. What is said stands in packages/core/src/prompts.
# make.sh NAME... makes only those.
set -eu
cd "$(dirname "$0")"
raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT

telephone="-r 8000 -c 1 -b 16"
wanted=" $* "

is_wanted() {
  case "$wanted" in "  " | *" $1 "*) return 0 ;; *) return 1 ;; esac
}

# say NAME VOICE WORDS-A-MINUTE PITCH SECONDS-OF-SILENCE-AFTER TEXT
say() {
  is_wanted "$1" || return 0
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$raw/$1.wav" "$6"
  sox -R "$raw/$1.wav" $telephone "$1.wav" rate -h highpass 200 lowpass 3400 gain -n -6 pad 0.2 "$5"
}

# A piece is one word among others: nothing before it, and after it only the breath between two words.
piece() {
  is_wanted "$1" || return 0
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$raw/$1.wav" "$5"
  sox -R "$raw/$1.wav" $telephone "$raw/cut-$1.wav" rate -h highpass 200 lowpass 3400 gain -n -6 \
    silence 1 0.002 0.05% reverse silence 1 0.002 0.05% reverse
  sox -R "$raw/cut-$1.wav" "$1.wav" fade t 0.004 -0 0.01 pad 0.01 0.03
}

node --input-type=module -e '
  import { PROMPTS } from "@pledgeline/core";
  for (const { name, language, kind, text, pauseMs } of PROMPTS)
    console.log([name, language, kind, pauseMs / 1000 || 0.6, text].join("\t"));
' >"$raw/list"

tab=$(printf '\t')
while IFS="$tab" read -r name language kind pause text; do
  case "$language" in fr) voice=fr-fr ;; *) voice=en-gb ;; esac
  case "$name" in hold-* | closed-* | barred-*) speed=145 ;; *) speed=165 ;; esac
  # The synthesiser is told by sounds what a reader knows: the t of vingt-deux is heard.
  [ "$name" = heard-20-fr ] && text="[[vE~t]]"
  if [ "$kind" = piece ]; then piece "$name" "$voice" "$speed" 50 "$text"; else say "$name" "$voice" "$speed" 50 "$pause" "$text"; fi
done <"$raw/list"

say donor-fr fr-fr 155 70 0.5 "Bonjour ! Je voudrais promettre cinquante euros, s'il vous plaît. ... Je m'appelle Claire Dubois. Dubois : D, U, B, O, I, S. ... J'habite douze, rue des Lilas, à Caen. Le code postal, c'est quatorze mille. ... Oui, cinquante euros. Claire Dubois, c'est bien ça. ... Merci beaucoup, et bon courage à toute l'équipe. Au revoir !"
say donor-en en-gb 160 70 0.5 "Hello! I would like to pledge fifty euros, please. ... My name is Claire Dubois. Dubois: D, U, B, O, I, S. ... I live at twelve, rue des Lilas, in Caen. The postcode is one four, zero zero zero. ... Yes, fifty euros. Claire Dubois, that's right. ... Thank you very much, and well done to the whole team. Goodbye!"
