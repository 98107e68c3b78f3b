/* A DLL with a sum for each thread. */
static __declspec(thread) int value = 5;

__declspec(dllexport) void add(int number)
{
    value += number;
}

__declspec(dllexport) int total(void)
{
    return value;
}
