/* option.h - every option of a bridge port, one row each */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_type { OPTION_FLAG, OPTION_U16, OPTION_U32 };

/* A new port's value where the kernel works it out itself (cost: from the link's speed).
 */
#define OPTION_BY_KERNEL UINT32_MAX

struct port_option {
	const char *name;      /* iproute2's */
	uint16_t attribute;    /* IFLA_BRPORT_… of linux/if_link.h */
	enum option_type type; /* how wide the kernel's attribute is */
	uint32_t min, max;     /* bounds, both allowed */
	uint32_t standard;     /* what a port has that has just joined */
	bool gates;            /* decides which frames reach the guest */
	const char *help;      /* one line */
};

enum { PORT_OPTIONS_MAX = 32 }; /* rows there is room for */

extern const struct port_option port_options[];
extern const size_t port_option_count;

/* Values for some of the options; a value counts where its bit in has is set. */
struct port_values {
	uint32_t has; /* bit i: row i of the table */
	uint32_t value[PORT_OPTIONS_MAX];
};

/* The row of that name; NULL: there is none. */
const struct port_option *port_option_find(const char *name);

/* A value as the policy writes it: yes|no|on|off for a flag, a number within the row's
 * bounds else. Returns 0, or -EINVAL and leaves ret alone. */
int port_option_read(const struct port_option *option, const char *text, uint32_t *ret);

/* A value as it is printed: on, off, or the number; ret has at least 12 bytes. */
void port_option_print(const struct port_option *option, uint32_t value, char *ret,
		       size_t size);

/* What the row takes, for a message: "yes or no", "a number from 1 to 65535". */
void port_option_expects(const struct port_option *option, char *ret, size_t size);

static inline size_t port_option_index(const struct port_option *option)
{
	return (size_t)(option - port_options);
}

static inline bool port_values_have(const struct port_values *values, size_t index)
{
	return values->has & (UINT32_C(1) << index);
}

static inline void port_values_set(struct port_values *values, size_t index,
				   uint32_t value)
{
	values->has |= UINT32_C(1) << index;
	values->value[index] = value;
}

/* What every row says of a port that has just joined. */
struct port_values port_values_standard(void);
