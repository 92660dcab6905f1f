"""The platform's API: ``dispatch`` checks what holds for every call, the other modules answer one noun each."""
