# The program's name is no option
-nic tap,ifname=tap0
