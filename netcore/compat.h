/* compat.h - what the kernel's headers of the machine at hand may not have yet
 *
 * Numbers of linux/if_link.h and linux/if_bridge.h, which the kernel never changes. The
 * headers have them as enumerators, so that only their version can be asked for.
 */
#pragma once

#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define IFLA_BRPORT_MAB 40
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define IFLA_BRPORT_MCAST_MAX_GROUPS 42
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define IFLA_BRPORT_NEIGH_VLAN_SUPPRESS 43
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
#define IFLA_BRPORT_BACKUP_NHID 44
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
#define IFLA_BR_FDB_MAX_LEARNED 49
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION 3
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
#define BR_BOOLOPT_FDB_LOCAL_VLAN_0 4
#endif
