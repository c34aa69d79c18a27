"""The SDK's boundary, faked: a transport stub for azure-core and a stub credential. Offline."""
