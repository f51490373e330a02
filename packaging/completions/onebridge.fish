# onebridge.fish - completion of the onebridge command, for fish
# SPDX-License-Identifier: LGPL-2.1-or-later

# __onebridge_within COMMAND...: whether the words so far begin with that command.
function __onebridge_within
    set -l words (commandline -opc)[2..]
    set -l length (count $argv)
    test (count $words) -ge $length; and test "$words[1..$length]" = "$argv"
end

# __onebridge_behind [COMMAND...]: whether the words so far are that command, and no more.
function __onebridge_behind
    set -l words (commandline -opc)[2..]
    test "$words" = "$argv"
end

complete -c onebridge -f
# commands: generated from their rows
complete -c onebridge -n '__onebridge_behind' -a bridge -d 'Make, undo and export the policy\'s own bridges.'
complete -c onebridge -n '__onebridge_behind' -a check -d 'Print what the policy would do with these guests. Without any, check the policy alone.'
complete -c onebridge -n '__onebridge_behind' -a doctor -d 'Find what keeps guests off the network, and print the evidence and the command that mends it; with a guest or TAP, draw its path, hop by hop.'
complete -c onebridge -n '__onebridge_behind' -a init -d 'Print a first policy for this host, under which every running guest stays as it is. What was found on the host is in its comments.'
complete -c onebridge -n '__onebridge_behind' -a options -d 'List every option of a port, its VLANs or a bridge that a policy can set.'
complete -c onebridge -n '__onebridge_behind' -a show -d 'Show every bridge, or one, with its ports and the owner of each.'
complete -c onebridge -n '__onebridge_behind' -a sync -d 'Compare running guests with the policy, print what differs, and mend it. GUEST is a name, a UUID or, of a hand-run guest, a TAP device.'
complete -c onebridge -n '__onebridge_behind' -a tap -d 'TAP devices for programs that run no script, such as Firecracker.'
complete -c onebridge -n '__onebridge_behind' -a watch -d 'Compare running guests with the policy as things happen, and mend what differs, until SIGTERM.'
complete -c onebridge -n '__onebridge_behind' -l help -d 'print this help'
complete -c onebridge -n '__onebridge_behind' -l version -d 'print the version'
complete -c onebridge -n '__onebridge_behind bridge' -a up -d 'Make this bridge of the policy, or change it into what the policy says.'
complete -c onebridge -n '__onebridge_behind bridge' -a down -d 'Undo what up did to this bridge and its uplink.'
complete -c onebridge -n '__onebridge_behind bridge' -a export -d 'Print the files with which the host\'s network manager makes this bridge at boot.'
complete -c onebridge -n '__onebridge_within bridge down' -l force -d 'even if guests or other ports are on it'
complete -c onebridge -n '__onebridge_within bridge export' -l for -x -a 'networkd ifupdown networkmanager netplan' -d 'which manager the files are for'
complete -c onebridge -n '__onebridge_within check' -l policy -r -F -d 'use this policy file alone, not /etc/onebridge'
complete -c onebridge -n '__onebridge_within check' -l json -d 'print a JSON document'
complete -c onebridge -n '__onebridge_within check' -l connect -x -a 'qemu:///system qemu:///session' -d 'the libvirt to ask; with --domain or --all'
complete -c onebridge -n '__onebridge_within check' -l domain -x -d 'check this guest of libvirt\'s'
complete -c onebridge -n '__onebridge_within check' -l all -d 'check all guests of libvirt\'s'
complete -c onebridge -n '__onebridge_within check' -l offline -d 'from the files alone, as if each bridge were there and could do what is asked'
complete -c onebridge -n '__onebridge_within check' -F
complete -c onebridge -n '__onebridge_within doctor' -l json -d 'print a JSON document'
complete -c onebridge -n '__onebridge_within init' -l write -d 'write it to /etc/onebridge/policy.xml, if none is there'
complete -c onebridge -n '__onebridge_within options' -l json -d 'print a JSON document, with the commands and their options, too'
complete -c onebridge -n '__onebridge_within show' -l json -d 'print a JSON document'
complete -c onebridge -n '__onebridge_within show' -l dot -d 'print a picture in Graphviz\'s language'
complete -c onebridge -n '__onebridge_within show' -l html -d 'print a page for a browser, with what doctor finds'
complete -c onebridge -n '__onebridge_within show' -l metrics -d 'print metrics for Prometheus'
complete -c onebridge -n '__onebridge_within show' -l watch -d 'stay, and show it anew when it changes; with --json, an event a line'
complete -c onebridge -n '__onebridge_within sync' -l dry-run -d 'change nothing; exit with 3 if anything differs'
complete -c onebridge -n '__onebridge_within sync' -l json -d 'print a JSON document'
complete -c onebridge -n '__onebridge_behind tap' -a add -d 'Make this TAP device, or take the one that is there, and connect it as the policy says for the NIC of that guest.'
complete -c onebridge -n '__onebridge_behind tap' -a del -d 'Undo what add did: delete the TAP device that it made, or give back the one that it took.'
complete -c onebridge -n '__onebridge_within tap add' -l guest -x -d 'the guest whose NIC it is'
complete -c onebridge -n '__onebridge_within tap add' -l uuid -x -d 'the guest\'s UUID'
complete -c onebridge -n '__onebridge_within tap add' -l mac -x -d 'the NIC\'s MAC address, as the guest has it'
complete -c onebridge -n '__onebridge_within tap add' -l owner -x -d 'the user who may open the TAP device, by name or number'
complete -c onebridge -n '__onebridge_within tap add' -l queues -x -d 'how many queues the NIC has; default 1'
complete -c onebridge -n '__onebridge_within tap del' -l force -d 'also while a program has it open'
complete -c onebridge -n '__onebridge_within watch' -l keep -d 'leave running guests as they are when the policy changes'
complete -c onebridge -n '__onebridge_within watch' -l metrics -r -F -d 'keep this file with metrics for Prometheus'
# end
