__declspec(thread) char before[40] = "two";
__declspec(thread) int value = 200;
__declspec(dllexport) int change(int by) { return before[0] == 't' ? value += by : -1; }
