/* nothing.c - a process that links the hook's libraries and does nothing */
int main(void)
{
	return 0;
}
