# complete.zsh - what completion of zsh offers
#
#	zsh tests/lint/complete.zsh CACHE LINE	(a line each, at the end of LINE)
#
# SPDX-License-Identifier: LGPL-2.1-or-later
zmodload zsh/zpty
zpty shell zsh -f -i
send() { zpty -w shell "$1"; }

send "PS1= PS2= RPS1=; stty -echo; cd ${(q)PWD}"
send "fpath=(${(q)PWD}/packaging/completions \$fpath); autoload -Uz compinit; compinit -C -u -d ${(q)1}"
send 'zstyle ":completion:*" list-grouped no; setopt no_list_beep'
# It prints what would be added, and adds nothing.
send 'compadd() {
	local -a hits
	[[ ${@[1,(i)(-|--)]} != *-[OAD]\ * ]] || { builtin compadd "$@"; return }
	builtin compadd -A hits "$@"
	((! $#hits)) || print -rl -- "hit "${^hits}
}'
send 'finish() { print "the end" }; comppostfuncs=(finish); bindkey "^I" complete-word'
send 'print "the "start'
while zpty -r shell line && [[ $line != *'the start'* ]]; do :; done
zpty -n -w shell "$2"$'\t'
while zpty -r shell line && [[ $line != *'the end'* ]]; do
	[[ $line != *'hit '* ]] || print -r -- "${${line#*hit }%%$'\r'*}"
done
zpty -d shell
