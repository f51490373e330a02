/* uuid.c - UUIDs as text */
#include "xml/uuid.h"

#include <ctype.h>
#include <string.h>

bool uuid_read(const char *text, char ret[UUID_TEXT])
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	char lower[UUID_TEXT];

	for (int i = 0; i < UUID_TEXT; i++) {
		unsigned char c = (unsigned char)text[i];

		if (shape[i] == 'x' ? !isxdigit(c) : c != shape[i])
			return false;
		lower[i] = (char)tolower(c);
	}
	memcpy(ret, lower, UUID_TEXT);
	return true;
}
