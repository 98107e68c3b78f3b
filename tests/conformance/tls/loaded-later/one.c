__declspec(thread) int value = 100;
__declspec(dllexport) int change(int by) { return value += by; }
