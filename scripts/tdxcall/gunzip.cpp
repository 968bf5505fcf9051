// SPDX-License-Identifier: GPL-2.0
#include "gunzip.hpp"

#include <array>
#include <vector>

#include <tdxcall/types.h>

namespace tdxcall {

namespace {

struct BadData {};

// RFC 1951.
class Inflate {
public:
	Inflate(std::string_view in, size_t size) : data{in}, most{size} {}

	std::string run()
	{
		bool last = false;

		while (!last) {
			last = bits(1);
			switch (bits(2)) {
			case 0:
				stored();
				break;
			case 1:
				fixed();
				break;
			case 2:
				dynamic();
				break;
			default:
				throw BadData{};
			}
		}
		return std::move(out);
	}

	// Of what was compressed; gzip puts it behind the last block, at the next byte.
	u32 checksum()
	{
		buffer = 0;
		held = 0;
		unsigned const low = bits(16);

		return low | bits(16) << 16;
	}

private:
	static constexpr unsigned longest_code = 15;

	// Canonical Huffman codes: how many there are of each length, and their symbols in order.
	struct Codes {
		std::array<u16, longest_code + 1> count{};
		std::vector<u16> symbols;

		explicit Codes(std::vector<u8> const &lengths)
		{
			// Where the symbols of each length go.
			std::array<size_t, longest_code + 1> next{};

			for (u8 const length : lengths)
				count[length]++;
			count[0] = 0; // symbols without a code
			for (unsigned length = 1; length <= longest_code; length++)
				next[length] = next[length - 1] + count[length - 1];
			symbols.resize(next[longest_code] + count[longest_code]);
			for (size_t symbol = 0; symbol < lengths.size(); symbol++)
				if (u8 const length = lengths[symbol])
					symbols[next[length]++] = static_cast<u16>(symbol);
		}
	};

	unsigned bits(unsigned wanted)
	{
		while (held < wanted) {
			if (at == data.size())
				throw BadData{};
			buffer |= static_cast<u32>(static_cast<unsigned char>(data[at++])) << held;
			held += 8;
		}
		unsigned const value = buffer & ((1U << wanted) - 1);

		buffer >>= wanted;
		held -= wanted;
		return value;
	}

	unsigned symbol(Codes const &codes)
	{
		unsigned code = 0;
		unsigned first = 0;
		unsigned index = 0;

		for (unsigned length = 1; length <= longest_code; length++) {
			code |= bits(1);
			unsigned const count = codes.count[length];

			if (code < first + count)
				return codes.symbols[index + code - first];
			index += count;
			first = (first + count) << 1;
			code <<= 1;
		}
		throw BadData{};
	}

	void put(char byte)
	{
		if (out.size() == most)
			throw BadData{};
		out += byte;
	}

	void stored()
	{
		buffer = 0;
		held = 0;
		unsigned const size = bits(16);

		if ((size ^ bits(16)) != 0xffff)
			throw BadData{};
		for (unsigned i = 0; i < size; i++)
			put(static_cast<char>(bits(8)));
	}

	static std::vector<u8> fixed_lengths()
	{
		std::vector<u8> lengths(288, 8);

		std::fill(lengths.begin() + 144, lengths.begin() + 256, 9);
		std::fill(lengths.begin() + 256, lengths.begin() + 280, 7);
		return lengths;
	}

	void fixed()
	{
		static Codes const literals{fixed_lengths()};
		static Codes const distances{std::vector<u8>(30, 5)};

		block(literals, distances);
	}

	void dynamic()
	{
		static constexpr u8 order[] = {
			16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
		size_t const literals = bits(5) + 257;
		size_t const distances = bits(5) + 1;
		unsigned const used = bits(4) + 4;
		std::vector<u8> lengths(19);

		for (unsigned i = 0; i < used; i++)
			lengths[order[i]] = static_cast<u8>(bits(3));

		Codes const codes{lengths};

		lengths.clear();
		while (lengths.size() < literals + distances) {
			unsigned const one = symbol(codes);
			unsigned times = 1;
			u8 length = static_cast<u8>(one);

			if (one == 16) {
				if (lengths.empty())
					throw BadData{};
				length = lengths.back();
				times = 3 + bits(2);
			} else if (one > 16) {
				length = 0;
				times = one == 17 ? 3 + bits(3) : 11 + bits(7);
			}
			lengths.insert(lengths.end(), times, length);
		}
		if (lengths.size() != literals + distances)
			throw BadData{};

		auto const border = lengths.begin() + static_cast<std::ptrdiff_t>(literals);

		block(Codes{{lengths.begin(), border}}, Codes{{border, lengths.end()}});
	}

	void block(Codes const &literals, Codes const &distances)
	{
		static constexpr u16 length_base[] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19,
			23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
		static constexpr u8 length_bits[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2,
			3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
		static constexpr u16 distance_base[] = {1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65,
			97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
			12289, 16385, 24577};
		constexpr unsigned end_of_block = 256;

		for (;;) {
			unsigned one = symbol(literals);

			if (one < end_of_block) {
				put(static_cast<char>(one));
				continue;
			}
			if (one == end_of_block)
				return;
			one -= end_of_block + 1;
			if (one >= std::size(length_base))
				throw BadData{};
			unsigned const length = length_base[one] + bits(length_bits[one]);
			unsigned const far = symbol(distances);

			if (far >= std::size(distance_base))
				throw BadData{};
			size_t const distance =
				distance_base[far] + bits(far < 4 ? 0 : far / 2 - 1);

			if (distance > out.size())
				throw BadData{};
			for (unsigned i = 0; i < length; i++)
				put(out[out.size() - distance]);
		}
	}

	std::string_view data;
	size_t most;
	size_t at = 0;
	u32 buffer = 0;
	unsigned held = 0;
	std::string out;
};

u32 crc_of(std::string_view text)
{
	constexpr u32 polynomial = 0xedb88320;
	u32 crc = ~0U;

	for (char const c : text) {
		crc ^= static_cast<unsigned char>(c);
		for (unsigned bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
	}
	return ~crc;
}

} // namespace

std::optional<std::string> gunzip(std::string_view file, size_t most)
{
	// RFC 1952; the kernel's file has none of the optional parts, others may have a name.
	constexpr size_t header = 10;
	constexpr unsigned has_name = 1 << 3;

	if (file.size() < header || !file.starts_with("\x1f\x8b\x08"))
		return {};
	unsigned const flags = static_cast<unsigned char>(file[3]);
	size_t start = header;

	if (flags & ~has_name)
		return {};
	if (flags & has_name)
		start = file.find('\0', header);
	if (start == file.npos)
		return {};
	if (flags & has_name)
		start++;
	try {
		Inflate inflate{file.substr(start), most};
		std::string text = inflate.run();

		return inflate.checksum() == crc_of(text) ? std::optional{std::move(text)}
							  : std::nullopt;
	} catch (BadData const &) {
		return {};
	}
}

} // namespace tdxcall
