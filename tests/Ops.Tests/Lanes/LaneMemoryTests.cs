using System.Numerics;
using Nabla.Ops;

namespace Nabla.Tests.LaneMaths;

public sealed unsafe class LaneMemoryTests
{
    [Fact]
    public void Partial_loads_and_stores_touch_their_elements_only()
    {
        Check<float, Lane128<float>>();
        Check<float, Lane256<float>>();
        Check<float, Lane512<float>>();
        Check<double, Lane128<double>>();
        Check<double, Lane256<double>>();
        Check<double, Lane512<double>>();
        Check<int, Lane128<int>>();
        Check<int, Lane256<int>>();
        Check<int, Lane512<int>>();
        Check<long, Lane128<long>>();
        Check<long, Lane256<long>>();
        Check<long, Lane512<long>>();
        Check<float, Scalar<float>>();
    }

    private static void Check<T, L>() where T : unmanaged, INumber<T> where L : struct, ILane<L>
    {
        var x = new T[L.Width + 2];
        for (int i = 0; i < x.Length; i++) x[i] = T.CreateChecked(i + 5);
        for (int count = 1; count <= L.Width; count++)
        {
            var y = new T[L.Width + 2];
            var all = new T[L.Width];
            fixed (T* p = x, q = y, r = all)
            {
                var v = L.LoadPartial(p, 1, count);
                v.StorePartial(q, 1, count);
                v.Store(r, 0);
            }
            for (int i = 0; i < y.Length; i++) Assert.Equal(i >= 1 && i <= count ? x[i] : T.Zero, y[i]);
            for (int i = 0; i < L.Width; i++) Assert.Equal(i < count ? x[i + 1] : T.One, all[i]);
            CheckMask<T, L>(count);
        }
    }

    private static void CheckMask<T, L>(int count) where T : unmanaged, INumber<T> where L : struct, ILane<L>
    {
        var x = new byte[L.Width + 2];
        for (int i = 0; i < x.Length; i++) x[i] = (byte)(i % 3 == 0 ? 0 : i);
        byte[] y = new byte[x.Length], z = new byte[x.Length];
        fixed (byte* p = x, q = y, r = z)
        {
            L.LoadMaskPartial(p, 1, count).StoreMaskPartial(q, 1, count);
            L.Select(L.LoadMask(p, 1), L.LoadMask(p, 1), L.Zero).StoreMask(r, 1);
        }
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(i >= 1 && i <= count && i % 3 != 0 ? 1 : 0, y[i]);
            Assert.Equal(i >= 1 && i <= L.Width && i % 3 != 0 ? 1 : 0, z[i]);
        }
    }

    [Fact]
    public void Integers_wrap_and_compare()
    {
        int[] x = [int.MinValue, -3, 7, int.MaxValue];
        int[] y = new int[4];
        fixed (int* p = x, q = y)
        {
            var v = Lane128<int>.Load(p, 0);
            var w = Lane128<int>.MulAdd(v, Lane128<int>.Of(2), Lane128<int>.One);
            Lane128<int>.Select(Lane128<int>.Less(v, Lane128<int>.Zero), Lane128<int>.Abs(v), Lane128<int>.Max(w, v)).Store(q, 0);
        }
        Assert.Equal([int.MinValue, 3, 15, int.MaxValue], y);
    }
}
