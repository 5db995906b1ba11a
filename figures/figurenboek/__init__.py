"""The figurenboek of the jaarverslag: its list, the book itself, and what changed since an earlier one."""
