"""Index 766 (chỉ số phục vụ, QĐ 766/QĐ-TTg): the two parts that citizens' reports make."""
