/* test_vlan_values.c - options of ranges of VLANs */
/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "netcore/vlan_values.h"

enum { OPTIONS = 3 };

/* What is to hold, a byte a VLAN and option; 0: nothing. */
struct model {
	uint8_t value[OPTIONS][VLAN_MAX + 1];
};

static void check(const struct vlan_values *values, const struct model *model)
{
	for (unsigned vlan = VLAN_MIN; vlan <= VLAN_MAX; vlan++)
		for (size_t i = 0; i < OPTIONS; i++) {
			const struct vlan_value *value =
				vlan_values_find(values, i, vlan);

			assert_int_equal(value ? value->value : 0, model->value[i][vlan]);
		}
}

static bool same(const struct model *model, unsigned a, unsigned b)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (model->value[i][a] != model->value[i][b])
			return false;
	return true;
}

/* A run may end early, but VLANs in it are alike. */
static void check_runs(const struct vlan_values *values, const struct model *model)
{
	for (unsigned first = VLAN_MIN, last; first <= VLAN_MAX; first = last + 1) {
		last = vlan_values_run_end(values, first, VLAN_MAX);
		assert_true(last >= first && last <= VLAN_MAX);
		for (unsigned vlan = first; vlan <= last; vlan++)
			assert_true(same(model, first, vlan));
	}
}

static void take(struct vlan_values *values, struct model *model)
{
	unsigned first = 1 + (unsigned)rand() % VLAN_MAX;
	unsigned last = first + (unsigned)rand() % (VLAN_MAX - first + 1);
	size_t option = (size_t)rand() % OPTIONS;
	uint8_t number = (uint8_t)(1 + rand() % 3);
	bool all = rand() % 4 == 0;

	if (all)
		vlan_values_remove(values, first, last);
	else
		vlan_values_put(values, &(struct vlan_value){.first = (uint16_t)first,
							     .last = (uint16_t)last,
							     .option = (uint16_t)option,
							     .value = number});
	for (size_t i = 0; i < OPTIONS; i++)
		if (all || i == option)
			memset(&model->value[i][first], all ? 0 : number,
			       last - first + 1);
}

static void as_a_model(void **state)
{
	for (unsigned seed = 1; seed <= 200; seed++) {
		struct vlan_values values = {};
		struct model model = {};

		srand(seed);
		for (int i = 0; i < 12; i++) {
			take(&values, &model);
			assert_false(values.overflows);
			check(&values, &model);
			check_runs(&values, &model);
		}
	}
}

/* What does not fit is told of, and nothing else is lost. */
static void full(void **state)
{
	struct vlan_values values = {};

	for (uint16_t i = 0; i < VLAN_VALUES_MAX; i++)
		vlan_values_put(&values,
				&(struct vlan_value){(uint16_t)(2 * i + 1),
						     (uint16_t)(2 * i + 1), 0, 7});
	assert_false(values.overflows);
	vlan_values_put(&values, &(struct vlan_value){1, 1, 0, 8});
	assert_false(values.overflows);
	assert_int_equal(vlan_values_find(&values, 0, 1)->value, 8);
	vlan_values_put(&values, &(struct vlan_value){4000, 4000, 0, 7});
	assert_true(values.overflows);
	assert_int_equal(values.count, VLAN_VALUES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_a_model),
		cmocka_unit_test(full),
	};

	return cmocka_run_group_tests_name("vlan_values", tests, NULL, NULL);
}
