/* nothing.c - a process that links the hook's libraries and does nothing */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
int main(void)
{
	return 0;
}
