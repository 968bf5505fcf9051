// SPDX-License-Identifier: GPL-2.0
//
// A position in a metadata table.  Rows of releases newer than the modelled module are skipped.
#include "field_walk.hpp"

namespace tdx::emu {

bool FieldPlace::in_module() const
{
	return info().since <= Release::V1_5;
}

u64 FieldPlace::readable() const
{
	return (info().*reader).rd;
}

FieldId FieldPlace::id() const
{
	u32 const steps{field * info().elements + element};
	FieldId const first{info().id};

	return {FieldId::FieldCode::put(first.raw, first.code() + u64{steps} * first.step())};
}

void FieldPlace::skip_unreadable()
{
	while (!end() && !(in_module() && readable()))
		row++;
}

void FieldPlace::first()
{
	row = field = element = 0;
	skip_unreadable();
}

void FieldPlace::next_field()
{
	element = 0;
	if (++field < info().fields)
		return;
	field = 0;
	row++;
	skip_unreadable();
}

void FieldPlace::next_element()
{
	if (++element == info().elements)
		next_field();
}

bool FieldPlace::find(FieldId id)
{
	for (row = 0; row < num_rows; row++) {
		if (!in_module() || info().id.cls() != id.cls() || id.code() < info().id.code() ||
			id.code() - info().id.code() >= info().codes())
			continue;
		u32 const steps{(id.code() - info().id.code()) / info().id.step()};
		field = steps / info().elements;
		element = steps % info().elements;
		return true;
	}
	return false;
}

} // namespace tdx::emu
