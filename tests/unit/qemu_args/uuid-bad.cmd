# Such a QEMU would not start; what was said before counts
qemu-system-x86_64 -uuid 2b3c1f6e-8d0a-4c57-9e21-6f0d5a7b9c01 -uuid 2b3c1f6e-8d0a-4c57-9e21
  -uuid {2b3c1f6e-8d0a-4c57-9e21-6f0d5a7b9c02} -uuid 2b3c1f6e8d0a4c579e216f0d5a7b9c03
