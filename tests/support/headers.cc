// The only file of the target whose precompiled headers all test programs use.
